-- +goose Up

-- The parcels of orders, found by their numbers: letters and digits alone, the letters large.
CREATE TABLE order_parcel (
    shop_id  TEXT NOT NULL,
    number   TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES shop_order (id),
    PRIMARY KEY (number, shop_id, order_id)
);
CREATE INDEX order_parcel_order ON order_parcel (order_id);
INSERT INTO order_parcel (shop_id, number, order_id)
    SELECT DISTINCT o.shop_id, upper(regexp_replace(p.value ->> 'number', '[^A-Za-z0-9]', '', 'g')), o.id
    FROM shop_order o, json_array_elements(CASE WHEN o.parcels = '' THEN '[]' ELSE o.parcels END::json) AS p
    WHERE o.parcels <> '' AND upper(regexp_replace(p.value ->> 'number', '[^A-Za-z0-9]', '', 'g')) <> '';

-- Photos of parcels as they left the warehouse. folder is the path that they were in; word
-- is what of name or folder named their orders, '' if a person did. One file is one photo
-- of a shop.
CREATE TABLE outbound_photo (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL REFERENCES shop (id),
    state      TEXT   NOT NULL CHECK (state IN ('matched', 'waiting', 'dropped')),
    name       TEXT   NOT NULL,
    folder     TEXT   NOT NULL,
    word       TEXT   NOT NULL,
    media_type TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    width      BIGINT NOT NULL,
    height     BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    thumb      TEXT   NOT NULL,
    by_id      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    UNIQUE (sha256, shop_id)
);
CREATE INDEX outbound_photo_list ON outbound_photo (shop_id, state, made_at, id);

-- The orders whose goods a photo shows: more than one if they left together.
CREATE TABLE outbound_of (
    photo_id TEXT NOT NULL REFERENCES outbound_photo (id),
    shop_id  TEXT NOT NULL,
    order_no TEXT NOT NULL,
    PRIMARY KEY (photo_id, order_no)
);
CREATE INDEX outbound_of_order ON outbound_of (order_no, shop_id);
