-- +goose Up

-- Orders can be found by words. Whatever changes in one, also its items, is a
-- new version of it. They come in by hundreds in one statement, so that what
-- announces them runs once for each.
INSERT INTO search_rebuild (kind) VALUES ('order') ON CONFLICT (kind) DO NOTHING;

-- +goose StatementBegin
CREATE FUNCTION search_orders_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_change (kind, ref, at)
    SELECT 'order', id, (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM changed;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER shop_order_search_insert AFTER INSERT ON shop_order REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION search_orders_changed();
CREATE TRIGGER shop_order_search_update AFTER UPDATE ON shop_order REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION search_orders_changed();
CREATE TRIGGER shop_order_search_delete AFTER DELETE ON shop_order REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION search_orders_changed();
