-- +goose Up

-- Orders can be found by words. Whatever changes in one, also its items, is a
-- new version of it.
INSERT INTO search_rebuild (kind) VALUES ('order') ON CONFLICT (kind) DO NOTHING;

-- +goose StatementBegin
CREATE TRIGGER shop_order_search_insert AFTER INSERT ON shop_order BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('order', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER shop_order_search_update AFTER UPDATE OF version ON shop_order WHEN OLD.version <> NEW.version BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('order', NEW.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER shop_order_search_delete AFTER DELETE ON shop_order BEGIN
    INSERT INTO search_change (kind, ref, at) VALUES ('order', OLD.id, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
-- +goose StatementEnd
