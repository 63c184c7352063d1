-- +goose Up

-- What the engines heard last in a conversation. Each is worked out anew from the messages; see hearing_change.
CREATE TABLE hearing (
    conversation_id TEXT PRIMARY KEY REFERENCES conversation (id),
    seq             BIGINT NOT NULL, -- the buyer's last message that was read
    kind            TEXT   NOT NULL, -- of the emotion in the last turn
    level           BIGINT NOT NULL, -- 0 to 4
    severity        TEXT   NOT NULL,
    risks           TEXT   NOT NULL, -- the gravest first, as ,safety,regulator!, where ! is said to be done
    heard_at        BIGINT NOT NULL
);

-- The risks that are heard now, each with the words that show it and how far it was told.
CREATE TABLE hearing_risk (
    conversation_id TEXT    NOT NULL REFERENCES conversation (id),
    type            TEXT    NOT NULL,
    seq             BIGINT  NOT NULL, -- of the message that said it last
    words           TEXT    NOT NULL, -- phones masked
    under_way       BOOLEAN NOT NULL,
    said_at         BIGINT  NOT NULL,
    stage           BIGINT  NOT NULL DEFAULT 0, -- 1 told as a threat or harm, 2 told as under way
    told            TEXT    NOT NULL DEFAULT '', -- who: supervisor, legal, quality
    told_at         BIGINT  NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_id, type)
);

-- Conversations in which there is something to hear. Rows are written by triggers in the transaction of the
-- message, one however many come, and deleted in that which stores what was heard if n is still the same.
CREATE TABLE hearing_change (
    conversation_id TEXT PRIMARY KEY,
    n               BIGINT NOT NULL,
    at              BIGINT NOT NULL, -- by the clock of the database
    rests_until     BIGINT NOT NULL DEFAULT 0 -- after listening failed
);
CREATE INDEX hearing_change_at ON hearing_change (at, conversation_id);

-- The queue's marks of what was heard, kept by a trigger as those of cases are; see 0012.
ALTER TABLE conversation ADD COLUMN heard_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN heard_level BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN heard_severity TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN heard_risks TEXT NOT NULL DEFAULT '';
CREATE INDEX conversation_risk ON conversation (last_at DESC, id DESC, shop_id, assignee_id, heard_risks) WHERE heard_risks <> '';

-- Where a buyer waits or a case is open, what was said before now is heard as well.
INSERT INTO hearing_change (conversation_id, n, at)
    SELECT id, 1, waiting_since FROM conversation WHERE merged_into = '' AND (waiting_since > 0 OR open_severity <> '');
