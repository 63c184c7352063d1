-- +goose Up

-- Work to be done later. run_at is when the row may be claimed: for a waiting
-- job its time, for a running one the end of its lease. due_at is when the work
-- was wanted, whatever happens to leases, so that lateness can be measured.
CREATE TABLE job (
    id         TEXT PRIMARY KEY,
    kind       TEXT    NOT NULL,
    lane       TEXT    NOT NULL CHECK (lane IN ('tx', 'outside')),
    key        TEXT,
    args       TEXT    NOT NULL,
    run_at     BIGINT  NOT NULL,
    due_at     BIGINT  NOT NULL,
    every_ms   BIGINT  NOT NULL DEFAULT 0,
    state      TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'dead')),
    attempts   BIGINT  NOT NULL DEFAULT 0,
    error      TEXT    NOT NULL DEFAULT '',
    made_at    BIGINT  NOT NULL
);
CREATE UNIQUE INDEX job_key ON job (key) WHERE key IS NOT NULL;
CREATE INDEX job_due ON job (lane, run_at, id) WHERE state <> 'dead';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';

-- Who did what to which subject. The entries of a subject form a chain.
CREATE TABLE audit_entry (
    subject  TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    actor    TEXT   NOT NULL,
    verb     TEXT   NOT NULL,
    payload  TEXT   NOT NULL,
    salt     TEXT   NOT NULL,
    digest   TEXT   NOT NULL,
    hash     TEXT   NOT NULL,
    seal     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (subject, version)
);
CREATE INDEX audit_entry_unsealed ON audit_entry (subject, version) WHERE seal = 0;
CREATE INDEX audit_entry_seal ON audit_entry (seal, subject, version);

-- Signed marks over everything that was written up to a moment.
CREATE TABLE audit_seal (
    number  BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    root    TEXT   NOT NULL,
    mac     TEXT   NOT NULL
);
