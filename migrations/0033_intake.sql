-- +goose Up

-- Files may be about other things than orders. A running import that somebody
-- has stopped says when.
ALTER TABLE order_import ADD COLUMN kind TEXT NOT NULL DEFAULT 'orders';
ALTER TABLE order_import ADD COLUMN stopped_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE order_mapping ADD COLUMN kind TEXT NOT NULL DEFAULT 'orders';

-- For how many days a product keeps, NULL where nobody said.
ALTER TABLE product ADD COLUMN shelf_days BIGINT;

-- Rules of a shop are changed on screen. own is FALSE where a shop has gone back
-- to what the house says; its version goes on counting.
ALTER TABLE return_rule ADD COLUMN own BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE return_rule ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
