-- +goose Up

-- A conversation that was merged goes on in another one. A customer may have
-- turned out to be another one, who then has what is theirs.
ALTER TABLE conversation ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX conversation_merged ON conversation (merged_into) WHERE merged_into <> '';
ALTER TABLE customer ADD COLUMN same_as TEXT NOT NULL DEFAULT '';

-- Which conversation was merged into which. fold is the JSON of what undoing
-- must restore.
CREATE TABLE merging (
    id          TEXT PRIMARY KEY,
    shop_id     TEXT   NOT NULL,
    source_id   TEXT   NOT NULL,
    target_id   TEXT   NOT NULL,
    fold        TEXT   NOT NULL,
    merged_by   TEXT   NOT NULL,
    merged_at   BIGINT NOT NULL,
    undone_by   TEXT   NOT NULL DEFAULT '',
    undone_at   BIGINT NOT NULL DEFAULT 0,
    version     BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX merging_target ON merging (target_id, merged_at);
CREATE INDEX merging_source ON merging (source_id, merged_at);

-- Where the cases that moved in a merging stood before.
CREATE TABLE complaint_move (
    merging_id      TEXT NOT NULL,
    case_id         TEXT NOT NULL REFERENCES complaint (id),
    conversation_id TEXT NOT NULL,
    customer_id     TEXT NOT NULL,
    key             TEXT NOT NULL,
    PRIMARY KEY (merging_id, case_id)
);

-- Cases about the same order, to find conversations that may be with the same buyer.
CREATE INDEX complaint_order ON complaint (shop_id, order_no);

INSERT INTO role_permission (role_id, permission) VALUES
    ('administrator', 'conversation.merge'), ('proprietor', 'conversation.merge'), ('supervisor', 'conversation.merge'),
    ('team_lead', 'conversation.merge'), ('agent', 'conversation.merge'), ('crisis_lead', 'conversation.merge');
