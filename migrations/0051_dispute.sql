-- +goose Up

-- What buyers have brought before somebody outside. place is what lists are ordered
-- by; clock counts the settings of its clocks, clocks the entries of these in the
-- record. A time 0 is none.
CREATE TABLE dispute (
    id          TEXT PRIMARY KEY,
    shop_id     TEXT   NOT NULL REFERENCES shop (id),
    kind        TEXT   NOT NULL,
    platform    TEXT   NOT NULL,
    number      TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    demand      TEXT   NOT NULL,
    amount      BIGINT NOT NULL,
    case_id     TEXT   NOT NULL,
    case_number TEXT   NOT NULL,
    order_no    TEXT   NOT NULL,
    owner_id    TEXT   NOT NULL,
    received_at BIGINT NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('open', 'answered', 'asked_more', 'decided', 'appealed')),
    outcome     TEXT   NOT NULL DEFAULT '' CHECK (outcome IN ('', 'won', 'partly', 'lost', 'settled', 'withdrawn')),
    paid        BIGINT NOT NULL DEFAULT 0,
    note        TEXT   NOT NULL DEFAULT '',
    decided_at  BIGINT NOT NULL DEFAULT 0,
    statement   TEXT   NOT NULL DEFAULT '',
    step        TEXT   NOT NULL,
    since       BIGINT NOT NULL DEFAULT 0,
    due_at      BIGINT NOT NULL DEFAULT 0,
    due_by      TEXT   NOT NULL DEFAULT '',
    appeal_by   BIGINT NOT NULL DEFAULT 0,
    clock       BIGINT NOT NULL DEFAULT 0,
    clocks      BIGINT NOT NULL DEFAULT 0,
    reminded_at BIGINT NOT NULL DEFAULT 0,
    alarmed_at  BIGINT NOT NULL DEFAULT 0,
    overdue_at  BIGINT NOT NULL DEFAULT 0,
    place       BIGINT NOT NULL,
    made_by     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    UNIQUE (shop_id, kind, platform, number)
);
CREATE INDEX dispute_place ON dispute (shop_id, state, place, id);
CREATE INDEX dispute_case ON dispute (case_id) WHERE case_id <> '';
CREATE INDEX dispute_decided ON dispute (shop_id, decided_at) WHERE decided_at > 0;

-- What was done with a dispute, in order.
CREATE TABLE dispute_move (
    dispute_id TEXT   NOT NULL REFERENCES dispute (id),
    n          BIGINT NOT NULL,
    verb       TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    outcome    TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    due_at     BIGINT NOT NULL,
    by_id      TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (dispute_id, n)
);

-- Pieces of an answer pack that somebody does without, and why.
CREATE TABLE dispute_waiver (
    dispute_id TEXT   NOT NULL REFERENCES dispute (id),
    piece      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    by_id      TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (dispute_id, piece)
);

-- Files of answer packs. One that was taken out keeps its row.
CREATE TABLE dispute_file (
    id         TEXT PRIMARY KEY,
    dispute_id TEXT   NOT NULL REFERENCES dispute (id),
    piece      TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    by_id      TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    media_type TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    thumb      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    removed_at BIGINT NOT NULL DEFAULT 0,
    UNIQUE (dispute_id, by_id, key)
);

-- What a shop says of clocks itself, as JSON.
CREATE TABLE dispute_clock (
    shop_id TEXT PRIMARY KEY REFERENCES shop (id),
    rules   TEXT   NOT NULL,
    version BIGINT NOT NULL
);

INSERT INTO role_permission (role_id, permission) VALUES
    ('administrator', 'dispute.read'), ('proprietor', 'dispute.read'), ('supervisor', 'dispute.read'),
    ('team_lead', 'dispute.read'), ('agent', 'dispute.read'), ('crisis_lead', 'dispute.read'), ('trainer', 'dispute.read'),
    ('administrator', 'dispute.write'), ('proprietor', 'dispute.write'), ('supervisor', 'dispute.write'),
    ('team_lead', 'dispute.write'), ('agent', 'dispute.write'), ('crisis_lead', 'dispute.write'),
    ('administrator', 'dispute.settings'), ('proprietor', 'dispute.settings'), ('supervisor', 'dispute.settings');
