-- +goose Up

-- What shows what happened in a case. Rows of items and of their custody are never
-- changed or deleted; 0058 makes sure. Who gave something is an id: a name that is
-- erased is gone here too. across_0 to across_3 are the four parts of a picture's print
-- by which others like it are found, -1 for what has none.
CREATE TABLE evidence_item (
    id          TEXT PRIMARY KEY,
    shop_id     TEXT    NOT NULL REFERENCES shop (id),
    case_id     TEXT    NOT NULL,
    n           BIGINT  NOT NULL,
    source      TEXT    NOT NULL CHECK (source IN ('request', 'chat', 'team')),
    source_id   TEXT    NOT NULL,
    by_kind     TEXT    NOT NULL,
    by_id       TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    media_type  TEXT    NOT NULL,
    size        BIGINT  NOT NULL,
    width       BIGINT  NOT NULL,
    height      BIGINT  NOT NULL,
    sha256      TEXT    NOT NULL,
    thumb       TEXT    NOT NULL,
    taken_at    TEXT    NOT NULL,
    device      TEXT    NOT NULL,
    reduced     BOOLEAN NOT NULL,
    across_0    BIGINT  NOT NULL,
    across_1    BIGINT  NOT NULL,
    across_2    BIGINT  NOT NULL,
    across_3    BIGINT  NOT NULL,
    down        BIGINT  NOT NULL,
    received_at BIGINT  NOT NULL,
    UNIQUE (case_id, sha256)
);
CREATE UNIQUE INDEX evidence_item_n ON evidence_item (shop_id, n);
CREATE INDEX evidence_item_sha ON evidence_item (shop_id, sha256);
CREATE INDEX evidence_item_0 ON evidence_item (shop_id, across_0) WHERE across_0 >= 0;
CREATE INDEX evidence_item_1 ON evidence_item (shop_id, across_1) WHERE across_1 >= 0;
CREATE INDEX evidence_item_2 ON evidence_item (shop_id, across_2) WHERE across_2 >= 0;
CREATE INDEX evidence_item_3 ON evidence_item (shop_id, across_3) WHERE across_3 >= 0;

-- How many items a shop has. Whoever adds one holds this row: of two who bring the same
-- picture at the same time the second sees the first.
CREATE TABLE evidence_count (
    shop_id TEXT PRIMARY KEY,
    n       BIGINT NOT NULL
);

-- What was done with an item, in order. piece is what of the checklist it shows, in the
-- entries that say so.
CREATE TABLE evidence_custody (
    item_id TEXT   NOT NULL REFERENCES evidence_item (id),
    n       BIGINT NOT NULL,
    verb    TEXT   NOT NULL CHECK (verb IN ('received', 'filed', 'viewed', 'exported')),
    piece   TEXT   NOT NULL,
    by_kind TEXT   NOT NULL,
    by_id   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (item_id, n)
);

-- Items of different cases with the same content or nearly the same picture. The first
-- of the two is the later one.
CREATE TABLE evidence_alike (
    item_id  TEXT    NOT NULL REFERENCES evidence_item (id),
    other_id TEXT    NOT NULL REFERENCES evidence_item (id),
    same     BOOLEAN NOT NULL,
    distance BIGINT  NOT NULL,
    mirrored BOOLEAN NOT NULL,
    PRIMARY KEY (item_id, other_id)
);
CREATE INDEX evidence_alike_other ON evidence_alike (other_id);

-- Pieces of the checklist of a case that are not needed, and why. An empty reason wants
-- the piece again.
CREATE TABLE evidence_waiver (
    case_id TEXT   NOT NULL,
    piece   TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    by_id   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (case_id, piece)
);

-- What a buyer is asked for: words, and pieces as JSON. Of the token of its link only
-- the SHA-256 is kept.
CREATE TABLE evidence_request (
    id              TEXT PRIMARY KEY,
    shop_id         TEXT   NOT NULL REFERENCES shop (id),
    case_id         TEXT   NOT NULL,
    customer_id     TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL,
    words           TEXT   NOT NULL,
    pieces          TEXT   NOT NULL,
    token_hash      TEXT   NOT NULL,
    by_id           TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    ends_at         BIGINT NOT NULL,
    revoked_at      BIGINT NOT NULL DEFAULT 0,
    version         BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX evidence_request_token ON evidence_request (token_hash);
CREATE INDEX evidence_request_case ON evidence_request (case_id, made_at);

-- Files on their way in by a link, part by part. How far one is says the file that
-- waits beside the database.
CREATE TABLE evidence_upload (
    id         TEXT PRIMARY KEY,
    request_id TEXT    NOT NULL REFERENCES evidence_request (id),
    key        TEXT    NOT NULL,
    piece      TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    size       BIGINT  NOT NULL,
    reduced    BOOLEAN NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'done', 'refused')),
    refusal    TEXT    NOT NULL DEFAULT '',
    item_id    TEXT    NOT NULL DEFAULT '',
    made_at    BIGINT  NOT NULL,
    UNIQUE (request_id, key)
);
CREATE INDEX evidence_upload_old ON evidence_upload (made_at) WHERE state = 'open';
