-- +goose Up

-- Messages that were kept, and what was done, are written once.
-- +goose StatementBegin
CREATE TRIGGER stance_pin_kept BEFORE UPDATE ON stance_pin BEGIN SELECT RAISE(ABORT, 'a kept message is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stance_pin_stays BEFORE DELETE ON stance_pin BEGIN SELECT RAISE(ABORT, 'a kept message is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stance_step_kept BEFORE UPDATE ON stance_step BEGIN SELECT RAISE(ABORT, 'a step is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stance_step_stays BEFORE DELETE ON stance_step BEGIN SELECT RAISE(ABORT, 'a step is never deleted'); END;
-- +goose StatementEnd
