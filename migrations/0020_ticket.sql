-- +goose Up

-- Work of a case that a department does. form is the JSON of the fields that its
-- type had when it was made, filled the JSON of their values; place is what lists
-- are ordered by.
CREATE TABLE ticket (
    id            TEXT PRIMARY KEY,
    key           TEXT   NOT NULL,
    case_id       TEXT   NOT NULL,
    case_number   TEXT   NOT NULL,
    shop_id       TEXT   NOT NULL,
    department_id TEXT   NOT NULL,
    type_id       TEXT   NOT NULL,
    type_name     TEXT   NOT NULL,
    form          TEXT   NOT NULL,
    filled        TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    text          TEXT   NOT NULL,
    public_text   TEXT   NOT NULL,
    after_id      TEXT   NOT NULL,
    state         TEXT   NOT NULL CHECK (state IN ('pending', 'open', 'taken', 'waiting_buyer', 'handed_back', 'done', 'withdrawn')),
    worker_id     TEXT   NOT NULL DEFAULT '',
    minutes       BIGINT NOT NULL,
    left_ms       BIGINT NOT NULL DEFAULT 0,
    due_at        BIGINT NOT NULL DEFAULT 0,
    alarmed_at    BIGINT NOT NULL DEFAULT 0,
    overdue_at    BIGINT NOT NULL DEFAULT 0,
    note          TEXT   NOT NULL DEFAULT '',
    result        TEXT   NOT NULL DEFAULT '',
    made_by       TEXT   NOT NULL,
    made_at       BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    opened_at     BIGINT NOT NULL DEFAULT 0,
    settled_at    BIGINT NOT NULL DEFAULT 0,
    settled_by    TEXT   NOT NULL DEFAULT '',
    merged_from   TEXT   NOT NULL DEFAULT '',
    clock         BIGINT NOT NULL DEFAULT 0,
    asides        BIGINT NOT NULL DEFAULT 0,
    place         BIGINT NOT NULL,
    version       BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX ticket_key ON ticket (case_id, key);
CREATE INDEX ticket_after ON ticket (after_id) WHERE state = 'pending';
CREATE INDEX ticket_state ON ticket (state, place, id);
CREATE INDEX ticket_shop ON ticket (shop_id, state, place, id);
CREATE INDEX ticket_department ON ticket (department_id, state, place, id);
CREATE INDEX ticket_worker ON ticket (worker_id, state, place, id) WHERE worker_id <> '';

-- The types of tickets that a shop has chosen, as JSON; a shop without a row has
-- those that the program delivers.
CREATE TABLE ticket_types (
    shop_id TEXT PRIMARY KEY,
    types   TEXT   NOT NULL,
    version BIGINT NOT NULL
);

-- A notice may be about a ticket.
ALTER TABLE notice ADD COLUMN ticket_id TEXT NOT NULL DEFAULT '';

INSERT INTO role_permission (role_id, permission)
    SELECT r.id, p.permission FROM role r, (SELECT 'ticket.read' AS permission UNION SELECT 'ticket.work' UNION SELECT 'ticket.write') p
    WHERE r.id IN ('administrator', 'proprietor', 'supervisor', 'team_lead', 'agent', 'crisis_lead');
INSERT INTO role_permission (role_id, permission)
    SELECT r.id, p.permission FROM role r, (SELECT 'ticket.read' AS permission UNION SELECT 'ticket.work') p WHERE r.id = 'department_worker';
INSERT INTO role_permission (role_id, permission) SELECT r.id, 'ticket.read' FROM role r WHERE r.id = 'trainer';

-- Who works in a department sees tickets from now on and no cases, unless somebody
-- has changed what that role may do.
DELETE FROM role_permission WHERE role_id = 'department_worker' AND permission IN ('case.read', 'commitment.read', 'file.read')
    AND EXISTS (SELECT 1 FROM role WHERE id = 'department_worker' AND version = 0);
