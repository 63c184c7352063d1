-- +goose Up

-- The service that tells a shop what carriers say. key and salt are sealed with a key
-- that is not in the database. hook is the secret part of the address to which traces
-- are pushed; refused counts what came there with a signature that is not theirs.
CREATE TABLE tracking (
    shop_id    TEXT PRIMARY KEY REFERENCES shop (id),
    address    TEXT    NOT NULL,
    customer   TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    salt       TEXT    NOT NULL,
    hook       TEXT    NOT NULL UNIQUE,
    off        BOOLEAN NOT NULL,
    fault      TEXT    NOT NULL DEFAULT '',
    taken      BIGINT  NOT NULL DEFAULT 0,
    refused    BIGINT  NOT NULL DEFAULT 0,
    refused_at BIGINT  NOT NULL DEFAULT 0,
    version    BIGINT  NOT NULL
);
