-- +goose Up

-- Where a shop stands firm in a case: what is asked goes beyond what policy and law
-- give. It belongs to one case and says nothing of a person. basis is the most that may
-- be given and why, as it was when somebody last said where the shop stands, and said
-- what was found out for it, both as JSON.
-- conversation_id and seen_seq say up to which message it was looked at.
CREATE TABLE stance (
    id              TEXT PRIMARY KEY,
    case_id         TEXT   NOT NULL UNIQUE,
    shop_id         TEXT   NOT NULL REFERENCES shop (id),
    conversation_id TEXT   NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('open', 'closed')),
    outcome         TEXT   NOT NULL CHECK (outcome IN ('', 'settled', 'withdrawn', 'platform')),
    basis           TEXT   NOT NULL,
    said            TEXT   NOT NULL,
    opened_by       TEXT   NOT NULL,
    opened_at       BIGINT NOT NULL,
    final_at        BIGINT NOT NULL DEFAULT 0,
    seen_seq        BIGINT NOT NULL DEFAULT 0,
    version         BIGINT NOT NULL
);
CREATE INDEX stance_open ON stance (id) WHERE state = 'open';

-- What was done, in order. seq is the number of the message that was sent, 0 for none.
CREATE TABLE stance_step (
    stance_id TEXT   NOT NULL REFERENCES stance (id),
    n         BIGINT NOT NULL,
    verb      TEXT   NOT NULL CHECK (verb IN ('open', 'position', 'offer', 'final', 'close', 'reopen', 'weigh', 'export')),
    outcome   TEXT   NOT NULL,
    words     TEXT   NOT NULL,
    seq       BIGINT NOT NULL,
    by_id     TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (stance_id, n)
);

-- Messages as they were said, each chained to the one before. 0067 keeps them as they
-- are. features are the kinds for which a message was kept, files names and sums, both
-- as JSON.
CREATE TABLE stance_pin (
    stance_id       TEXT   NOT NULL REFERENCES stance (id),
    n               BIGINT NOT NULL,
    message_id      TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL,
    seq             BIGINT NOT NULL,
    sender_kind     TEXT   NOT NULL,
    sender_id       TEXT   NOT NULL,
    text            TEXT   NOT NULL,
    files           TEXT   NOT NULL,
    at              BIGINT NOT NULL,
    features        TEXT   NOT NULL,
    sum             TEXT   NOT NULL,
    chain           TEXT   NOT NULL,
    pinned_by       TEXT   NOT NULL,
    pinned_at       BIGINT NOT NULL,
    PRIMARY KEY (stance_id, n),
    UNIQUE (stance_id, message_id)
);
