-- +goose Up

-- Papers of a merchant by goods. ends_on is a day of the
-- shop's calendar as 2026-12-31, or empty. warned is how near its end people were told
-- last: 0 not at all, 1 a month, 2 a week, 3 over.
CREATE TABLE paper (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL REFERENCES shop (id),
    kind       TEXT   NOT NULL CHECK (kind IN ('authorisation', 'purchase', 'inspection', 'other')),
    title      TEXT   NOT NULL,
    batch      TEXT   NOT NULL,
    ends_on    TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    media_type TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    width      BIGINT NOT NULL,
    height     BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    thumb      TEXT   NOT NULL,
    by_id      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    retired_at BIGINT NOT NULL,
    warned     BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX paper_list ON paper (shop_id, made_at, id);
CREATE INDEX paper_ends ON paper (shop_id, ends_on) WHERE ends_on <> '' AND retired_at = 0;
CREATE UNIQUE INDEX paper_same ON paper (shop_id, kind, sha256) WHERE retired_at = 0;

-- The codes of goods that a paper is about. Without any it is about all goods of the shop.
CREATE TABLE paper_code (
    paper_id TEXT NOT NULL REFERENCES paper (id),
    shop_id  TEXT NOT NULL,
    code     TEXT NOT NULL,
    PRIMARY KEY (paper_id, code)
);
CREATE INDEX paper_code_of ON paper_code (shop_id, code);
