-- +goose Up

-- What a shop sells. warranty_months is NULL where nobody said.
CREATE TABLE product (
    id              TEXT PRIMARY KEY,
    shop_id         TEXT   NOT NULL REFERENCES shop (id),
    code            TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    goods_class     TEXT   NOT NULL,
    warranty_months BIGINT,
    spec            TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    UNIQUE (shop_id, code)
);

-- For how many days after receipt goods may be returned. Shop '' means all,
-- class '' all others; days NULL means that it depends on what the buyer
-- confirmed, 0 that there is no such right.
CREATE TABLE return_rule (
    shop_id     TEXT   NOT NULL,
    goods_class TEXT   NOT NULL,
    days        BIGINT,
    PRIMARY KEY (shop_id, goods_class)
);
INSERT INTO return_rule (shop_id, goods_class, days) VALUES
    ('', '', 7),
    ('', 'custom', 0), ('', 'fresh', 0), ('', 'digital', 0), ('', 'periodical', 0),
    ('', 'sealed', NULL), ('', 'activated', NULL), ('', 'near_expiry', NULL);

-- What was bought ("order" is a word of SQL). A time 0 and an amount NULL are
-- not known. version counts all changes, entries those in the record: an
-- import is recorded as a whole.
CREATE TABLE shop_order (
    id           TEXT PRIMARY KEY,
    shop_id      TEXT   NOT NULL REFERENCES shop (id),
    number       TEXT   NOT NULL,
    platform     TEXT   NOT NULL,
    status       TEXT   NOT NULL,
    status_words TEXT   NOT NULL,
    nick         TEXT   NOT NULL,
    receiver     TEXT   NOT NULL,
    phone        TEXT   NOT NULL,
    phone_tail   TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    placed_at    BIGINT NOT NULL,
    paid_at      BIGINT NOT NULL,
    shipped_at   BIGINT NOT NULL,
    received_at  BIGINT NOT NULL,
    parcels      TEXT   NOT NULL,
    goods        BIGINT,
    freight      BIGINT,
    discount     BIGINT,
    paid         BIGINT,
    refunded     BIGINT,
    made_at      BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    entries      BIGINT NOT NULL,
    UNIQUE (number, shop_id)
);
CREATE INDEX shop_order_placed ON shop_order (placed_at, id);
CREATE INDEX shop_order_shop_placed ON shop_order (shop_id, placed_at, id);
CREATE INDEX shop_order_phone ON shop_order (phone_tail, placed_at, id) WHERE phone_tail <> '';
CREATE INDEX shop_order_nick ON shop_order (nick, placed_at, id) WHERE nick <> '';

CREATE TABLE order_item (
    order_id TEXT   NOT NULL REFERENCES shop_order (id),
    n        BIGINT NOT NULL,
    code     TEXT   NOT NULL,
    title    TEXT   NOT NULL,
    spec     TEXT   NOT NULL,
    quantity BIGINT NOT NULL,
    price    BIGINT,
    batch    TEXT   NOT NULL,
    PRIMARY KEY (order_id, n)
);

-- Files of orders on their way in. content is the key of the rows as they were
-- read, '' once they are not needed any more; position counts the orders that
-- were worked off.
CREATE TABLE order_import (
    id          TEXT PRIMARY KEY,
    shop_id     TEXT   NOT NULL REFERENCES shop (id),
    key         TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('uploaded', 'running', 'done', 'failed', 'dropped')),
    code        TEXT   NOT NULL DEFAULT '',
    content     TEXT   NOT NULL,
    rows        BIGINT NOT NULL,
    head        TEXT   NOT NULL,
    mapping     TEXT   NOT NULL,
    made_by     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    started_by  TEXT   NOT NULL DEFAULT '',
    started_at  BIGINT NOT NULL DEFAULT 0,
    ended_at    BIGINT NOT NULL DEFAULT 0,
    total       BIGINT NOT NULL DEFAULT 0,
    position    BIGINT NOT NULL DEFAULT 0,
    created     BIGINT NOT NULL DEFAULT 0,
    updated     BIGINT NOT NULL DEFAULT 0,
    unchanged   BIGINT NOT NULL DEFAULT 0,
    passed      BIGINT NOT NULL DEFAULT 0,
    problems    BIGINT NOT NULL DEFAULT 0,
    version     BIGINT NOT NULL,
    UNIQUE (made_by, key)
);
CREATE INDEX order_import_shop ON order_import (shop_id, made_at, id);
CREATE INDEX order_import_waiting ON order_import (made_at) WHERE state = 'uploaded';

-- What was wrong with rows of an import. args is the JSON of the values.
CREATE TABLE order_import_problem (
    import_id TEXT   NOT NULL REFERENCES order_import (id),
    n         BIGINT NOT NULL,
    line      BIGINT NOT NULL,
    col       TEXT   NOT NULL,
    number    TEXT   NOT NULL,
    code      TEXT   NOT NULL,
    args      TEXT   NOT NULL,
    PRIMARY KEY (import_id, n)
);

-- Which heading of a file means what, under a name.
CREATE TABLE order_mapping (
    id       TEXT PRIMARY KEY,
    shop_id  TEXT   NOT NULL REFERENCES shop (id),
    name     TEXT   NOT NULL,
    mapping  TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    version  BIGINT NOT NULL,
    UNIQUE (shop_id, name)
);

INSERT INTO role_permission (role_id, permission) VALUES
    ('administrator', 'order.read'), ('proprietor', 'order.read'), ('supervisor', 'order.read'),
    ('team_lead', 'order.read'), ('agent', 'order.read'), ('crisis_lead', 'order.read'),
    ('administrator', 'order.write'), ('proprietor', 'order.write'), ('supervisor', 'order.write'), ('team_lead', 'order.write');
