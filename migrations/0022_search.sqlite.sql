-- +goose Up

-- What changed and has yet to be indexed again. Rows are written by triggers in
-- the transaction of the change, and deleted in that of the indexing.
CREATE TABLE search_change (
    id   INTEGER PRIMARY KEY,
    kind TEXT   NOT NULL,
    ref  TEXT   NOT NULL,
    at   BIGINT NOT NULL
);

-- Counts commits of indexing: who finds that another was made since it read
-- begins again, so that nobody writes what is no longer so.
CREATE TABLE search_turn (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    n  BIGINT NOT NULL
);
INSERT INTO search_turn (id, n) VALUES (1, 0);

-- Kinds that are indexed from the beginning, and how far that has come.
CREATE TABLE search_rebuild (
    kind       TEXT PRIMARY KEY,
    after      TEXT   NOT NULL DEFAULT '',
    done       BIGINT NOT NULL DEFAULT 0,
    started_at BIGINT NOT NULL DEFAULT 0
);
INSERT INTO search_rebuild (kind) VALUES ('message'), ('case'), ('customer'), ('colleague');

-- Everything of one kind in one shop; its number begins each word of the index.
CREATE TABLE search_realm (
    no      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    UNIQUE (kind, shop_id)
);

-- What is in the index. The id is the time in milliseconds and eight bits to tell apart.
CREATE TABLE search_doc (
    id   INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    ref  TEXT NOT NULL,
    UNIQUE (kind, ref)
);
CREATE VIRTUAL TABLE search_fts USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

-- +goose StatementBegin
CREATE TRIGGER message_search_insert AFTER INSERT ON message WHEN NEW.sender_kind <> 'system' BEGIN
    INSERT INTO search_change (kind, ref, at)
    VALUES ('message', NEW.conversation_id || '/' || NEW.seq, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER message_search_update AFTER UPDATE OF text, files, recalled_at ON message WHEN NEW.sender_kind <> 'system' BEGIN
    INSERT INTO search_change (kind, ref, at)
    VALUES ('message', NEW.conversation_id || '/' || NEW.seq, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER message_search_delete AFTER DELETE ON message BEGIN
    INSERT INTO search_change (kind, ref, at)
    VALUES ('message', OLD.conversation_id || '/' || OLD.seq, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER complaint_search_insert AFTER INSERT ON complaint BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('case', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER complaint_search_update AFTER UPDATE OF number, order_no, summary, restatement, proposal, closed_note ON complaint
WHEN (OLD.number, OLD.order_no, OLD.summary, OLD.restatement, OLD.proposal, OLD.closed_note)
    IS NOT (NEW.number, NEW.order_no, NEW.summary, NEW.restatement, NEW.proposal, NEW.closed_note) BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('case', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER complaint_search_delete AFTER DELETE ON complaint BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('case', OLD.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER customer_search_insert AFTER INSERT ON customer WHEN NEW.name <> '' BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('customer', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER customer_search_update AFTER UPDATE OF name, same_as ON customer BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('customer', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER customer_search_delete AFTER DELETE ON customer BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('customer', OLD.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER app_user_search_insert AFTER INSERT ON app_user BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('colleague', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER app_user_search_update AFTER UPDATE OF name, disabled_at ON app_user
WHEN (OLD.name, OLD.disabled_at) IS NOT (NEW.name, NEW.disabled_at) BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('colleague', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER user_grant_search_insert AFTER INSERT ON user_grant BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('colleague', NEW.user_id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER user_grant_search_delete AFTER DELETE ON user_grant BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('colleague', OLD.user_id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
