-- +goose Up

-- Goods that are taken back. tasks are JSON. total counts orders, people the buyers
-- who can be written to, sent those who were.
CREATE TABLE recall (
    id          TEXT PRIMARY KEY,
    key         TEXT    NOT NULL,
    shop_id     TEXT    NOT NULL REFERENCES shop (id),
    case_id     TEXT    NOT NULL DEFAULT '',
    case_number TEXT    NOT NULL DEFAULT '',
    reason      TEXT    NOT NULL,
    code        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    batch       TEXT    NOT NULL,
    from_at     BIGINT  NOT NULL,
    until_at    BIGINT  NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('open', 'waiting', 'sending', 'told', 'closed')),
    message     TEXT    NOT NULL DEFAULT '',
    message_by  TEXT    NOT NULL DEFAULT '',
    approved_by TEXT    NOT NULL DEFAULT '',
    approved_at BIGINT  NOT NULL DEFAULT 0,
    tasks       TEXT    NOT NULL,
    total       BIGINT  NOT NULL,
    people      BIGINT  NOT NULL,
    sent        BIGINT  NOT NULL DEFAULT 0,
    more        BOOLEAN NOT NULL,
    result      TEXT    NOT NULL DEFAULT '',
    opened_by   TEXT    NOT NULL,
    opened_at   BIGINT  NOT NULL,
    closed_by   TEXT    NOT NULL DEFAULT '',
    closed_at   BIGINT  NOT NULL DEFAULT 0,
    asides      BIGINT  NOT NULL DEFAULT 0,
    version     BIGINT  NOT NULL
);
CREATE UNIQUE INDEX recall_key ON recall (shop_id, key);
CREATE INDEX recall_opened ON recall (opened_at, id);
CREATE INDEX recall_case ON recall (case_id) WHERE case_id <> '';

CREATE TABLE recall_buyer (
    recall_id       TEXT   NOT NULL REFERENCES recall (id),
    n               BIGINT NOT NULL,
    order_no        TEXT   NOT NULL,
    platform        TEXT   NOT NULL,
    nick            TEXT   NOT NULL,
    quantity        BIGINT NOT NULL,
    how             TEXT   NOT NULL,
    customer_id     TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('listed', 'told', 'same', 'unreachable', 'by_hand')),
    note            TEXT   NOT NULL DEFAULT '',
    told_at         BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (recall_id, n)
);
CREATE INDEX recall_buyer_listed ON recall_buyer (recall_id, n) WHERE state = 'listed';

-- Batches are looked for by the code of their product.
CREATE INDEX order_item_code ON order_item (code, batch);
