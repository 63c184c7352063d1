-- +goose Up

-- Decision tables of shops. draft is the JSON of what is being written; simulated is the version of the row whose
-- draft was compared on past cases.
CREATE TABLE policy_table (
    id        TEXT PRIMARY KEY,
    shop_id   TEXT   NOT NULL REFERENCES shop (id),
    key       TEXT   NOT NULL,
    draft     TEXT   NOT NULL,
    simulated BIGINT NOT NULL DEFAULT 0,
    made_at   BIGINT NOT NULL,
    version   BIGINT NOT NULL,
    UNIQUE (shop_id, key)
);

-- What was published, and since which day it counts. Never changed.
CREATE TABLE policy_edition (
    table_id     TEXT   NOT NULL REFERENCES policy_table (id),
    n            BIGINT NOT NULL,
    content      TEXT   NOT NULL,
    from_day     TEXT   NOT NULL,
    note         TEXT   NOT NULL,
    restores     BIGINT NOT NULL DEFAULT 0,
    published_by TEXT   NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (table_id, n)
);

CREATE INDEX complaint_shop_closed ON complaint (shop_id, closed_at) WHERE closed_at > 0;
