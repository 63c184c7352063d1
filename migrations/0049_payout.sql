-- +goose Up

-- A claim on its way to its buyer: at most one for each kind of thing that is to be
-- had, whatever is tried. key goes with every request about it and never changes.
-- called_at is when a request was sent of which no answer is kept yet; a process that
-- finds it set does not know what came of it. place is what lists are ordered by.
CREATE TABLE payout (
    id         TEXT PRIMARY KEY,
    claim_id   TEXT   NOT NULL REFERENCES compensation_claim (id),
    kind       TEXT   NOT NULL,
    shop_id    TEXT   NOT NULL,
    channel    TEXT   NOT NULL CHECK (channel IN ('manual', 'coupon', 'erp')),
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    key        TEXT   NOT NULL UNIQUE,
    state      TEXT   NOT NULL CHECK (state IN ('doing', 'sending', 'unknown', 'paid', 'failed')),
    by_id      TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    tries      BIGINT NOT NULL DEFAULT 0,
    called_at  BIGINT NOT NULL DEFAULT 0,
    asks       BIGINT NOT NULL DEFAULT 0,
    last_error TEXT   NOT NULL DEFAULT '',
    reference  TEXT   NOT NULL DEFAULT '',
    note       TEXT   NOT NULL DEFAULT '',
    settled_at BIGINT NOT NULL DEFAULT 0,
    settled_by TEXT   NOT NULL DEFAULT '',
    asides     BIGINT NOT NULL DEFAULT 0,
    version    BIGINT NOT NULL DEFAULT 1,
    UNIQUE (claim_id, kind)
);
CREATE INDEX payout_state ON payout (shop_id, state, started_at, id);

-- What shows that something was paid by hand.
CREATE TABLE payout_proof (
    id         TEXT PRIMARY KEY,
    claim_id   TEXT   NOT NULL REFERENCES compensation_claim (id),
    key        TEXT   NOT NULL,
    by_id      TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    media_type TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    thumb      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX payout_proof_key ON payout_proof (claim_id, by_id, key);

-- Codes of coupons that somebody has imported. Each is given once, and a claim gets
-- one.
CREATE TABLE coupon_pool (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    value_fen  BIGINT NOT NULL CHECK (value_fen > 0),
    expires_at BIGINT NOT NULL DEFAULT 0,
    made_at    BIGINT NOT NULL,
    version    BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX coupon_pool_shop ON coupon_pool (shop_id, made_at, id);
CREATE TABLE coupon_code (
    pool_id  TEXT   NOT NULL REFERENCES coupon_pool (id),
    shop_id  TEXT   NOT NULL,
    code     TEXT   NOT NULL,
    n        BIGINT NOT NULL,
    claim_id TEXT   NOT NULL DEFAULT '',
    given_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (shop_id, code)
);
CREATE INDEX coupon_code_free ON coupon_code (pool_id, n) WHERE claim_id = '';
CREATE UNIQUE INDEX coupon_code_claim ON coupon_code (claim_id) WHERE claim_id <> '';

-- Where the merchant's own system takes payouts of a shop. Addresses and secret are
-- sealed with a key that is not in the database.
CREATE TABLE payout_erp (
    shop_id TEXT PRIMARY KEY,
    address TEXT   NOT NULL,
    status  TEXT   NOT NULL,
    secret  TEXT   NOT NULL,
    host    TEXT   NOT NULL,
    asks    BIGINT NOT NULL DEFAULT 0,
    off     BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL
);
