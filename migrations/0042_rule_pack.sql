-- +goose Up

-- What a shop has chosen of the rules by which its replies are checked, as JSON: platforms, names of goods, words,
-- rules that are off or have another level. stamp rises with everything that changes how replies are checked.
CREATE TABLE rule_choice (
    shop_id TEXT PRIMARY KEY REFERENCES shop (id),
    stamp   BIGINT NOT NULL,
    choices TEXT   NOT NULL,
    version BIGINT NOT NULL
);

-- Packs of rules of a shop's own. draft is the YAML that people work on; edition is the one in force, 0 for none.
-- ahead tells that the draft says something else.
CREATE TABLE rule_pack (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT    NOT NULL REFERENCES shop (id),
    name       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    turned_on  BOOLEAN NOT NULL,
    draft      TEXT    NOT NULL,
    ahead      BOOLEAN NOT NULL,
    edition    BIGINT  NOT NULL,
    removed_at BIGINT  NOT NULL DEFAULT 0,
    made_at    BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE UNIQUE INDEX rule_pack_name ON rule_pack (shop_id, name) WHERE removed_at = 0;

-- What was put in force, and when; never changed. restored is the number of the edition that was taken back, else 0.
CREATE TABLE rule_edition (
    pack_id  TEXT   NOT NULL REFERENCES rule_pack (id),
    number   BIGINT NOT NULL,
    text     TEXT   NOT NULL,
    note     TEXT   NOT NULL,
    restored BIGINT NOT NULL,
    made_by  TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    PRIMARY KEY (pack_id, number)
);

INSERT INTO role_permission (role_id, permission) VALUES
    ('administrator', 'rule.manage'), ('proprietor', 'rule.manage'), ('supervisor', 'rule.manage');
