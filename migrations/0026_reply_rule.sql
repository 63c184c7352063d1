-- +goose Up

-- What people did about the findings of a rule, shop by shop.
CREATE TABLE reply_rule_reaction (
    shop_id  TEXT   NOT NULL REFERENCES shop (id),
    rule     TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    response TEXT   NOT NULL CHECK (response IN ('applied', 'ignored', 'mistaken', 'verified', 'wished')),
    n        BIGINT NOT NULL,
    PRIMARY KEY (shop_id, rule, version, response)
);
