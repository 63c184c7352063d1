-- +goose Up

-- The browsers of buyers. A buyer may have several: whoever comes back with a
-- service code gets one more, which ends with that code. token_hash is the
-- SHA-256 of the token in it.
CREATE TABLE visitor (
    token_hash  TEXT PRIMARY KEY,
    customer_id TEXT    NOT NULL REFERENCES customer (id),
    by_code     BOOLEAN NOT NULL,
    expires_at  BIGINT  NOT NULL,
    made_at     BIGINT  NOT NULL
);
CREATE INDEX visitor_customer ON visitor (customer_id);
INSERT INTO visitor (token_hash, customer_id, by_code, expires_at, made_at)
    SELECT visitor_hash, id, FALSE, visitor_expires, made_at FROM customer;
DROP INDEX customer_visitor;
ALTER TABLE customer DROP COLUMN visitor_hash;
ALTER TABLE customer DROP COLUMN visitor_expires;

-- The service code of a customer. The code itself is made from the key of links,
-- the customer and the epoch; here is only its keyed hash.
CREATE TABLE service_code (
    customer_id TEXT PRIMARY KEY REFERENCES customer (id),
    epoch       BIGINT NOT NULL,
    code_hash   TEXT   NOT NULL,
    made_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX service_code_hash ON service_code (code_hash);

-- Tries of service codes within a window, by what they were tried on.
CREATE TABLE code_try (
    subject TEXT PRIMARY KEY,
    tries   BIGINT NOT NULL,
    until   BIGINT NOT NULL
);
CREATE INDEX code_try_until ON code_try (until);

-- Links to the progress of a case. token_hash is the SHA-256 of the token.
CREATE TABLE progress_link (
    id          TEXT PRIMARY KEY,
    case_id     TEXT   NOT NULL REFERENCES complaint (id),
    shop_id     TEXT   NOT NULL,
    customer_id TEXT   NOT NULL,
    token_hash  TEXT   NOT NULL,
    by_code     BOOLEAN NOT NULL,
    made_at     BIGINT NOT NULL,
    revoked_at  BIGINT NOT NULL DEFAULT 0,
    version     BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX progress_link_token ON progress_link (token_hash);
CREATE INDEX progress_link_case ON progress_link (case_id, made_at);

-- How a buyer found the handling of a case, once for each time it was closed.
CREATE TABLE rating (
    id              TEXT PRIMARY KEY,
    case_id         TEXT    NOT NULL REFERENCES complaint (id),
    shop_id         TEXT    NOT NULL,
    customer_id     TEXT    NOT NULL,
    closed_at       BIGINT  NOT NULL,
    score           BIGINT  NOT NULL CHECK (score BETWEEN 1 AND 5),
    words           TEXT    NOT NULL,
    repeated        TEXT    NOT NULL CHECK (repeated IN ('', 'yes', 'no')),
    message_id      TEXT    NOT NULL DEFAULT '', -- the buyer's message that was taken as it
    made_at         BIGINT  NOT NULL,
    changed_at      BIGINT  NOT NULL,
    version         BIGINT  NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX rating_closing ON rating (case_id, closed_at);
