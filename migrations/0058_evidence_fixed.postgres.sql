-- +goose Up

-- Evidence and its custody are written once.
-- +goose StatementBegin
CREATE FUNCTION evidence_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence and its custody are never changed or deleted';
END $$;
-- +goose StatementEnd

CREATE TRIGGER evidence_item_kept BEFORE UPDATE OR DELETE ON evidence_item FOR EACH ROW EXECUTE FUNCTION evidence_kept();
CREATE TRIGGER evidence_custody_kept BEFORE UPDATE OR DELETE ON evidence_custody FOR EACH ROW EXECUTE FUNCTION evidence_kept();
