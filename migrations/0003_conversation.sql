-- +goose Up

-- A person who buys. visitor_hash is the SHA-256 of the token in their browser.
CREATE TABLE customer (
    id              TEXT PRIMARY KEY,
    shop_id         TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    visitor_hash    TEXT   NOT NULL,
    visitor_expires BIGINT NOT NULL,
    made_at         BIGINT NOT NULL,
    version         BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX customer_visitor ON customer (visitor_hash);

-- A thread with one customer. waiting_since is when the oldest message came
-- that nobody has answered, 0 if none. changed_at moves with everything that
-- a queue shows.
CREATE TABLE conversation (
    id             TEXT PRIMARY KEY,
    shop_id        TEXT   NOT NULL,
    customer_id    TEXT   NOT NULL REFERENCES customer (id),
    channel        TEXT   NOT NULL,
    assignee_id    TEXT   NOT NULL DEFAULT '',
    waiting_since  BIGINT NOT NULL DEFAULT 0,
    head_seq       BIGINT NOT NULL DEFAULT 0,
    agent_read_seq BIGINT NOT NULL DEFAULT 0,
    buyer_read_seq BIGINT NOT NULL DEFAULT 0,
    unread         BIGINT NOT NULL DEFAULT 0,
    last_text      TEXT   NOT NULL DEFAULT '',
    last_sender    TEXT   NOT NULL DEFAULT '',
    last_at        BIGINT NOT NULL DEFAULT 0,
    changed_at     BIGINT NOT NULL DEFAULT 0,
    made_at        BIGINT NOT NULL,
    version        BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX conversation_customer ON conversation (customer_id, channel);
CREATE INDEX conversation_recent ON conversation (last_at DESC, id DESC) WHERE head_seq > 0;
CREATE INDEX conversation_mine ON conversation (assignee_id, last_at DESC, id DESC) WHERE head_seq > 0;
CREATE INDEX conversation_waiting ON conversation (waiting_since, id) WHERE waiting_since > 0;
CREATE INDEX conversation_changed ON conversation (shop_id, changed_at);

-- What was said. seq counts from 1 without gaps within a conversation. origin
-- and external_id name the message where it came from: the same one is never
-- taken twice.
CREATE TABLE message (
    conversation_id TEXT    NOT NULL REFERENCES conversation (id),
    seq             BIGINT  NOT NULL,
    id              TEXT    NOT NULL,
    origin          TEXT    NOT NULL,
    external_id     TEXT    NOT NULL,
    sender_kind     TEXT    NOT NULL CHECK (sender_kind IN ('buyer', 'agent', 'system')),
    sender_id       TEXT    NOT NULL,
    sender_name     TEXT    NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('text', 'file', 'card', 'event')),
    text            TEXT    NOT NULL,
    card_kind       TEXT    NOT NULL DEFAULT '',
    card_ref        TEXT    NOT NULL DEFAULT '',
    event           TEXT    NOT NULL DEFAULT '',
    files           TEXT    NOT NULL DEFAULT '',
    internal        BOOLEAN NOT NULL DEFAULT FALSE,
    at              BIGINT  NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);
CREATE UNIQUE INDEX message_origin ON message (origin, external_id);

-- A file that somebody sent. The bytes are in the blob store under sha256.
CREATE TABLE file (
    id              TEXT PRIMARY KEY,
    conversation_id TEXT   NOT NULL REFERENCES conversation (id),
    uploader_kind   TEXT   NOT NULL,
    uploader_id     TEXT   NOT NULL,
    key             TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    media_type      TEXT   NOT NULL,
    size            BIGINT NOT NULL,
    width           BIGINT NOT NULL DEFAULT 0,
    height          BIGINT NOT NULL DEFAULT 0,
    sha256          TEXT   NOT NULL,
    thumb_sha256    TEXT   NOT NULL DEFAULT '',
    made_at         BIGINT NOT NULL
);
CREATE UNIQUE INDEX file_key ON file (conversation_id, uploader_id, key);
