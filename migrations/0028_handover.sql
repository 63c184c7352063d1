-- +goose Up

-- What somebody hands over at the end of a shift, to somebody who takes it over by
-- name.
CREATE TABLE handover (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL,
    from_id    TEXT   NOT NULL,
    to_id      TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    ends_at    BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    settled_at BIGINT NOT NULL DEFAULT 0,
    called_at  BIGINT NOT NULL DEFAULT 0,
    version    BIGINT NOT NULL
);
CREATE INDEX handover_to ON handover (to_id, made_at) WHERE settled_at = 0;
CREATE INDEX handover_from ON handover (from_id, made_at);
CREATE INDEX handover_shop ON handover (shop_id, made_at) WHERE settled_at = 0;

-- One case or conversation of it. commitments is the JSON of the commitments that were
-- open when it was put there.
CREATE TABLE handover_item (
    handover_id     TEXT   NOT NULL REFERENCES handover (id),
    n               BIGINT NOT NULL,
    kind            TEXT   NOT NULL CHECK (kind IN ('case', 'conversation')),
    ref_id          TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL,
    seen_version    BIGINT NOT NULL,
    note            TEXT   NOT NULL,
    commitments        TEXT   NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('waiting', 'accepted', 'handed_back', 'passed', 'withdrawn')),
    why             TEXT   NOT NULL DEFAULT '',
    settled_at      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (handover_id, n)
);
CREATE UNIQUE INDEX handover_item_waits ON handover_item (kind, ref_id) WHERE state = 'waiting';
CREATE INDEX handover_item_talk ON handover_item (conversation_id) WHERE state = 'waiting';

-- What a shift should know of its shop: promotions, rules of coupons. It goes by
-- itself.
CREATE TABLE bulletin (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind IN ('promotion', 'coupon', 'other')),
    title      TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    starts_at  BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX bulletin_shop ON bulletin (shop_id, ends_at, id);

CREATE INDEX complaint_owner ON complaint (owner_id, shop_id) WHERE stage <> 'closed';
