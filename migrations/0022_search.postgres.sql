-- +goose Up

-- What changed and has yet to be indexed again. Rows are written by triggers in
-- the transaction of the change, and deleted in that of the indexing.
CREATE TABLE search_change (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
    no      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind    TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    UNIQUE (kind, shop_id)
);

-- What is in the index. The id is the time in milliseconds and eight bits to tell apart.
CREATE TABLE search_doc (
    id    BIGINT PRIMARY KEY,
    kind  TEXT     NOT NULL,
    ref   TEXT     NOT NULL,
    words TSVECTOR NOT NULL,
    UNIQUE (kind, ref)
);
-- What waits to be sorted into the index is read by every search: keep it short.
CREATE INDEX search_doc_words ON search_doc USING gin (words) WITH (fastupdate = on, gin_pending_list_limit = 512);

-- A noun announces its changes by a trigger with its kind and the column of its id.
-- +goose StatementBegin
CREATE FUNCTION search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO search_change (kind, ref, at)
        VALUES (TG_ARGV[0], to_jsonb(OLD) ->> TG_ARGV[1], (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
    ELSE
        INSERT INTO search_change (kind, ref, at)
        VALUES (TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[1], (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_message_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO search_change (kind, ref, at)
        VALUES ('message', OLD.conversation_id || '/' || OLD.seq, (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
    ELSE
        INSERT INTO search_change (kind, ref, at)
        VALUES ('message', NEW.conversation_id || '/' || NEW.seq, (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER message_search_insert AFTER INSERT ON message FOR EACH ROW
    WHEN (NEW.sender_kind <> 'system') EXECUTE FUNCTION search_message_changed();
CREATE TRIGGER message_search_update AFTER UPDATE OF text, files, recalled_at ON message FOR EACH ROW
    WHEN (NEW.sender_kind <> 'system') EXECUTE FUNCTION search_message_changed();
CREATE TRIGGER message_search_delete AFTER DELETE ON message FOR EACH ROW EXECUTE FUNCTION search_message_changed();

CREATE TRIGGER complaint_search_insert AFTER INSERT OR DELETE ON complaint FOR EACH ROW EXECUTE FUNCTION search_changed('case', 'id');
CREATE TRIGGER complaint_search_update AFTER UPDATE OF number, order_no, summary, restatement, proposal, closed_note ON complaint FOR EACH ROW
    WHEN ((OLD.number, OLD.order_no, OLD.summary, OLD.restatement, OLD.proposal, OLD.closed_note)
        IS DISTINCT FROM (NEW.number, NEW.order_no, NEW.summary, NEW.restatement, NEW.proposal, NEW.closed_note))
    EXECUTE FUNCTION search_changed('case', 'id');

CREATE TRIGGER customer_search_insert AFTER INSERT ON customer FOR EACH ROW
    WHEN (NEW.name <> '') EXECUTE FUNCTION search_changed('customer', 'id');
CREATE TRIGGER customer_search_change AFTER UPDATE OF name, same_as OR DELETE ON customer FOR EACH ROW
    EXECUTE FUNCTION search_changed('customer', 'id');

CREATE TRIGGER app_user_search_insert AFTER INSERT ON app_user FOR EACH ROW EXECUTE FUNCTION search_changed('colleague', 'id');
CREATE TRIGGER app_user_search_update AFTER UPDATE OF name, disabled_at ON app_user FOR EACH ROW
    WHEN ((OLD.name, OLD.disabled_at) IS DISTINCT FROM (NEW.name, NEW.disabled_at)) EXECUTE FUNCTION search_changed('colleague', 'id');
CREATE TRIGGER user_grant_search_change AFTER INSERT OR DELETE ON user_grant FOR EACH ROW
    EXECUTE FUNCTION search_changed('colleague', 'user_id');
