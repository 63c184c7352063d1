-- +goose Up

-- When its sender took a message back, 0 if they did not. The words stay; a
-- buyer is not told them any more.
ALTER TABLE message ADD COLUMN recalled_at BIGINT NOT NULL DEFAULT 0;

-- Files of notes and of recalled messages are not for the buyer.
ALTER TABLE file ADD COLUMN team_only BOOLEAN NOT NULL DEFAULT FALSE;

-- What somebody is writing in a conversation, until they send it.
CREATE TABLE unsent (
    user_id         TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL REFERENCES conversation (id),
    text            TEXT    NOT NULL,
    note            BOOLEAN NOT NULL,
    saved_at        BIGINT  NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
);
CREATE INDEX unsent_old ON unsent (saved_at);

-- Messages that somebody has written to be sent at a time. files is a JSON list
-- of ids.
CREATE TABLE later (
    id              TEXT PRIMARY KEY,
    conversation_id TEXT   NOT NULL REFERENCES conversation (id),
    shop_id         TEXT   NOT NULL,
    author_id       TEXT   NOT NULL,
    key             TEXT   NOT NULL,
    text            TEXT   NOT NULL,
    files           TEXT   NOT NULL,
    send_at         BIGINT NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('waiting', 'paused', 'sent', 'cancelled')),
    reason          TEXT   NOT NULL DEFAULT '',
    made_at         BIGINT NOT NULL,
    version         BIGINT NOT NULL
);
CREATE UNIQUE INDEX later_key ON later (conversation_id, author_id, key);
CREATE INDEX later_unsent ON later (conversation_id, send_at) WHERE state IN ('waiting', 'paused');
