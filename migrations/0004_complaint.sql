-- +goose Up

-- A complaint case: one accountable owner from open to close.
CREATE TABLE complaint (
    id               TEXT PRIMARY KEY,
    number           TEXT   NOT NULL,
    key              TEXT   NOT NULL,
    shop_id          TEXT   NOT NULL,
    customer_id      TEXT   NOT NULL,
    conversation_id  TEXT   NOT NULL,
    scenario         TEXT   NOT NULL,
    severity         TEXT   NOT NULL CHECK (severity IN ('low', 'normal', 'high', 'critical')),
    demands          TEXT   NOT NULL,
    order_no         TEXT   NOT NULL,
    summary          TEXT   NOT NULL,
    stage            TEXT   NOT NULL,
    skipped          TEXT   NOT NULL DEFAULT '',
    owner_id         TEXT   NOT NULL,
    first_contact_id TEXT   NOT NULL,
    outcome          TEXT   NOT NULL DEFAULT '',
    outcome_text     TEXT   NOT NULL DEFAULT '',
    outcome_words    TEXT   NOT NULL DEFAULT '',
    outcome_asked_at BIGINT NOT NULL DEFAULT 0,
    opened_at        BIGINT NOT NULL,
    closed_at        BIGINT NOT NULL DEFAULT 0,
    reopened_at      BIGINT NOT NULL DEFAULT 0,
    version          BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX complaint_number ON complaint (shop_id, number);
CREATE UNIQUE INDEX complaint_key ON complaint (conversation_id, key);
CREATE INDEX complaint_conversation ON complaint (conversation_id, opened_at);

-- The last number that a shop gave on a day.
CREATE TABLE complaint_counter (
    shop_id TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    last    BIGINT NOT NULL,
    PRIMARY KEY (shop_id, day)
);

-- What we said we would do, and by when.
CREATE TABLE commitment (
    id              TEXT PRIMARY KEY,
    key             TEXT   NOT NULL,
    case_id         TEXT   NOT NULL,
    shop_id         TEXT   NOT NULL,
    customer_id     TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL,
    owner_id        TEXT   NOT NULL,
    text            TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    due_at          BIGINT NOT NULL,
    grace_ends_at   BIGINT NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('open', 'kept', 'updated', 'waived')),
    alarmed_at      BIGINT NOT NULL DEFAULT 0,
    broken_at       BIGINT NOT NULL DEFAULT 0,
    settled_at      BIGINT NOT NULL DEFAULT 0,
    settled_by      TEXT   NOT NULL DEFAULT '',
    note            TEXT   NOT NULL DEFAULT '',
    replaces        TEXT   NOT NULL DEFAULT '',
    replaced_by     TEXT   NOT NULL DEFAULT '',
    version         BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX commitment_key ON commitment (case_id, key);
CREATE INDEX commitment_open ON commitment (due_at, id) WHERE state = 'open';
CREATE INDEX commitment_owner ON commitment (owner_id, due_at, id) WHERE state = 'open';
CREATE INDEX commitment_conversation ON commitment (conversation_id, due_at);

-- A word to a member of the team that they should not miss.
CREATE TABLE notice (
    id              TEXT PRIMARY KEY,
    user_id         TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    args            TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL DEFAULT '',
    case_id         TEXT   NOT NULL DEFAULT '',
    commitment_id   TEXT   NOT NULL DEFAULT '',
    at              BIGINT NOT NULL,
    read_at         BIGINT NOT NULL DEFAULT 0,
    key             TEXT   NOT NULL
);
CREATE UNIQUE INDEX notice_key ON notice (user_id, key);
CREATE INDEX notice_user ON notice (user_id, at DESC, id DESC);
CREATE INDEX notice_unread ON notice (user_id, at) WHERE read_at = 0;
