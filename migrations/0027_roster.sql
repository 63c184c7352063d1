-- +goose Up

-- Shifts of a shop: minutes after midnight of the shop's clocks; one that ends at or
-- before its beginning ends on the next day.
CREATE TABLE shift (
    id           TEXT PRIMARY KEY,
    shop_id      TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    from_minute  BIGINT NOT NULL,
    to_minute    BIGINT NOT NULL,
    removed_at   BIGINT NOT NULL DEFAULT 0,
    version      BIGINT NOT NULL
);
CREATE INDEX shift_shop ON shift (shop_id, from_minute, id);

-- What a week is planned to be, as JSON, and which version of it was published.
CREATE TABLE roster_week (
    shop_id      TEXT   NOT NULL,
    monday       TEXT   NOT NULL,
    entries      TEXT   NOT NULL,
    published    BIGINT NOT NULL DEFAULT 0,
    published_at BIGINT NOT NULL DEFAULT 0,
    published_by TEXT   NOT NULL DEFAULT '',
    version      BIGINT NOT NULL,
    PRIMARY KEY (shop_id, monday)
);

-- Who is on duty when: the entries of published weeks.
CREATE TABLE duty (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL,
    monday     TEXT   NOT NULL,
    day        TEXT   NOT NULL,
    shift_id   TEXT   NOT NULL,
    shift_name TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    starts_at  BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX duty_entry ON duty (shop_id, day, shift_id, user_id);
CREATE INDEX duty_shop ON duty (shop_id, starts_at);
CREATE INDEX duty_week ON duty (shop_id, monday);
CREATE INDEX duty_user ON duty (user_id, starts_at);
