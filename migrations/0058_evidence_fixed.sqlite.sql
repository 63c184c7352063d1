-- +goose Up

-- Evidence and its custody are written once.
-- +goose StatementBegin
CREATE TRIGGER evidence_item_kept BEFORE UPDATE ON evidence_item BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_item_stays BEFORE DELETE ON evidence_item BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_custody_kept BEFORE UPDATE ON evidence_custody BEGIN SELECT RAISE(ABORT, 'custody is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_custody_stays BEFORE DELETE ON evidence_custody BEGIN SELECT RAISE(ABORT, 'custody is never deleted'); END;
-- +goose StatementEnd
