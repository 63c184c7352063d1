-- +goose Up

-- The record as people read it, newest first: of some kinds of subjects, and of one person. The first four letters of a
-- subject tell its kind, "user" of "user/ID".
CREATE INDEX audit_entry_kind ON audit_entry (substr(subject, 1, 4), at, subject, version);
CREATE INDEX audit_entry_actor ON audit_entry (actor, at, subject, version);
