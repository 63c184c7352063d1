-- +goose Up

-- Rises with everything that changes which playbooks a shop works by.
CREATE TABLE playbook_stamp (
    shop_id TEXT PRIMARY KEY REFERENCES shop (id),
    stamp   BIGINT NOT NULL
);

-- Playbooks of a shop. One whose name is that of a shipped playbook stands in its place. draft is the YAML that people
-- work on; edition is the one in force, 0 for the shipped one or none. ahead tells that the draft says something else.
CREATE TABLE playbook (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT    NOT NULL REFERENCES shop (id),
    name       TEXT    NOT NULL,
    turned_on  BOOLEAN NOT NULL,
    draft      TEXT    NOT NULL,
    ahead      BOOLEAN NOT NULL,
    edition    BIGINT  NOT NULL,
    removed_at BIGINT  NOT NULL DEFAULT 0,
    made_at    BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE UNIQUE INDEX playbook_name ON playbook (shop_id, name) WHERE removed_at = 0;

-- What was published, and when; never changed. restored is the number of the edition that was published again, -1 for the
-- shipped one, 0 if the draft was published.
CREATE TABLE playbook_edition (
    playbook_id TEXT   NOT NULL REFERENCES playbook (id),
    number      BIGINT NOT NULL,
    text        TEXT   NOT NULL,
    note        TEXT   NOT NULL,
    restored    BIGINT NOT NULL,
    made_by     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    PRIMARY KEY (playbook_id, number)
);

INSERT INTO role_permission (role_id, permission) VALUES
    ('administrator', 'playbook.manage'), ('proprietor', 'playbook.manage'), ('supervisor', 'playbook.manage');
