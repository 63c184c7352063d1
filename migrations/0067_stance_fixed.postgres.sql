-- +goose Up

-- Messages that were kept, and what was done, are written once.
-- +goose StatementBegin
CREATE FUNCTION stance_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a kept message and a step are never changed or deleted';
END $$;
-- +goose StatementEnd

CREATE TRIGGER stance_pin_kept BEFORE UPDATE OR DELETE ON stance_pin FOR EACH ROW EXECUTE FUNCTION stance_kept();
CREATE TRIGGER stance_step_kept BEFORE UPDATE OR DELETE ON stance_step FOR EACH ROW EXECUTE FUNCTION stance_kept();
