-- +goose Up

-- Texts of playbooks that somebody follows or has followed, by their SHA-256; never changed.
CREATE TABLE playbook_text (
    sha  TEXT PRIMARY KEY,
    text TEXT NOT NULL
);

-- Playbooks being followed in cases, each pinned to the text with which it began. facts and marks are JSON: what was found
-- out, by name, and what became of the steps, by id.
CREATE TABLE playbook_run (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL REFERENCES shop (id),
    case_id    TEXT   NOT NULL REFERENCES complaint (id),
    name       TEXT   NOT NULL,
    edition    BIGINT NOT NULL,
    sha        TEXT   NOT NULL REFERENCES playbook_text (sha),
    how        TEXT   NOT NULL,
    reason_zh  TEXT   NOT NULL,
    reason_en  TEXT   NOT NULL,
    owner_id   TEXT   NOT NULL,
    facts      TEXT   NOT NULL,
    marks      TEXT   NOT NULL,
    started_by TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    left_at    BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE UNIQUE INDEX playbook_run_on ON playbook_run (case_id) WHERE left_at = 0;
CREATE INDEX playbook_run_case ON playbook_run (case_id, started_at);

-- Playbooks that were proposed in a conversation and not wanted.
CREATE TABLE playbook_dismissal (
    conversation_id TEXT   NOT NULL REFERENCES conversation (id),
    name            TEXT   NOT NULL,
    made_by         TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, name)
);
