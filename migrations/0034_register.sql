-- +goose Up

-- Which rows of a shop's register of complaints have become which cases. key is
-- the number that the register gave, or else comes from what stands in the row:
-- the same row becomes one case, however often it comes.
CREATE TABLE register_entry (
    shop_id   TEXT   NOT NULL REFERENCES shop (id),
    key       TEXT   NOT NULL,
    case_id   TEXT   NOT NULL,
    import_id TEXT   NOT NULL,
    made_at   BIGINT NOT NULL,
    PRIMARY KEY (shop_id, key)
);
CREATE UNIQUE INDEX register_entry_case ON register_entry (case_id);
