-- +goose Up

-- Whether somebody else chose a person's password: they then choose their own before anything else.
ALTER TABLE app_user ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT FALSE;
