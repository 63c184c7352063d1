-- +goose Up

-- Links that open one ticket on a phone, without an account. One belongs to a
-- department and to the moment at which it got the ticket: handed to somebody else,
-- or sent anew, the ticket has no link that works.
CREATE TABLE task_link (
    id            TEXT PRIMARY KEY,
    ticket_id     TEXT   NOT NULL,
    shop_id       TEXT   NOT NULL,
    department_id TEXT   NOT NULL,
    opened_at     BIGINT NOT NULL,
    token_hash    TEXT   NOT NULL,
    made_at       BIGINT NOT NULL,
    revoked_at    BIGINT NOT NULL DEFAULT 0,
    version       BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX task_link_token ON task_link (token_hash);
CREATE INDEX task_link_ticket ON task_link (ticket_id, made_at);
CREATE INDEX task_link_made ON task_link (made_at);

-- How long these links work: hours after the ticket is done, days at most.
ALTER TABLE ticket_types ADD COLUMN link_hours BIGINT NOT NULL DEFAULT 24;
ALTER TABLE ticket_types ADD COLUMN link_days BIGINT NOT NULL DEFAULT 7;

-- The name that somebody gave who works by a link; how far the work is; how long
-- before the due time the department is reminded, and when it was.
ALTER TABLE ticket ADD COLUMN worker_name TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN progress TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN remind_minutes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN soon_at BIGINT NOT NULL DEFAULT 0;

-- Files of a ticket, as photos of what was done.
CREATE TABLE ticket_file (
    id         TEXT PRIMARY KEY,
    ticket_id  TEXT   NOT NULL REFERENCES ticket (id),
    key        TEXT   NOT NULL,
    by_id      TEXT   NOT NULL,
    by_name    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    media_type TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    width      BIGINT NOT NULL,
    height     BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    thumb      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX ticket_file_key ON ticket_file (ticket_id, by_id, key);
CREATE INDEX ticket_file_of ON ticket_file (ticket_id, made_at, id);
