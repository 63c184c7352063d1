-- +goose Up

-- Answers that are given again and again. owner_id is '' for those of all of a shop.
-- goods and platforms are JSON lists, empty for all; times are 0 where none is set.
CREATE TABLE quick_reply (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL REFERENCES shop (id),
    owner_id   TEXT   NOT NULL,
    group_name TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    goods      TEXT   NOT NULL,
    platforms  TEXT   NOT NULL,
    starts_at  BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    review_at  BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    removed_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX quick_reply_shop ON quick_reply (shop_id, removed_at);

-- In which conversations they were taken, the first time in each.
CREATE TABLE quick_reply_use (
    reply_id        TEXT   NOT NULL REFERENCES quick_reply (id),
    conversation_id TEXT   NOT NULL REFERENCES conversation (id),
    used_by         TEXT   NOT NULL,
    used_at         BIGINT NOT NULL,
    PRIMARY KEY (reply_id, conversation_id)
);
