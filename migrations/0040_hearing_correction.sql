-- +goose Up

-- What members of the team have said is otherwise than it was heard. subject names what it is about: a later one
-- about the same takes the place of an earlier one.
CREATE TABLE hearing_correction (
    id              TEXT PRIMARY KEY,
    conversation_id TEXT   NOT NULL REFERENCES conversation (id),
    shop_id         TEXT   NOT NULL,
    seq             BIGINT NOT NULL, -- of the message
    from_seq        BIGINT NOT NULL, -- of the first message of its turn
    what            TEXT   NOT NULL CHECK (what IN ('fact', 'scenario', 'emotion', 'risk')),
    subject         TEXT   NOT NULL,
    heard           TEXT   NOT NULL, -- JSON, as right
    right_sense     TEXT   NOT NULL,
    made_by         TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    undone_by       TEXT   NOT NULL DEFAULT '',
    undone_at       BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX hearing_correction_subject ON hearing_correction (conversation_id, subject) WHERE undone_at = 0;
CREATE INDEX hearing_correction_made ON hearing_correction (made_at, id) WHERE undone_at = 0;
