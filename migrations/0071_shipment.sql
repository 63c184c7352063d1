-- +goose Up

-- A parcel of an order as it is watched: orders say what was sent, this says what
-- became of it. state is that of the latest event, since of when it came to that.
-- sub is how far the subscription with the service that tells traces is. version is
-- for what people say of it; clocks and traces do not raise it.
CREATE TABLE shipment (
    id            TEXT PRIMARY KEY,
    shop_id       TEXT    NOT NULL REFERENCES shop (id),
    order_id      TEXT    NOT NULL REFERENCES shop_order (id),
    order_no      TEXT    NOT NULL,
    number        TEXT    NOT NULL,
    carrier       TEXT    NOT NULL,
    carrier_words TEXT    NOT NULL,
    province      TEXT    NOT NULL,
    dispatched_at BIGINT  NOT NULL,
    promised_at   BIGINT  NOT NULL DEFAULT 0,
    promised_by   TEXT    NOT NULL DEFAULT '',
    state         TEXT    NOT NULL,
    since         BIGINT  NOT NULL DEFAULT 0,
    last_at       BIGINT  NOT NULL DEFAULT 0,
    last_text     TEXT    NOT NULL DEFAULT '',
    away          BOOLEAN NOT NULL DEFAULT FALSE,
    doubted_at    BIGINT  NOT NULL DEFAULT 0,
    doubt_case    TEXT    NOT NULL DEFAULT '',
    finished      BOOLEAN NOT NULL DEFAULT FALSE,
    sub           TEXT    NOT NULL DEFAULT '' CHECK (sub IN ('', 'wanted', 'on', 'ended', 'failed')),
    sub_code      TEXT    NOT NULL DEFAULT '',
    made_at       BIGINT  NOT NULL,
    entries       BIGINT  NOT NULL DEFAULT 0,
    version       BIGINT  NOT NULL DEFAULT 1,
    UNIQUE (order_id, number)
);
CREATE INDEX shipment_number ON shipment (number, shop_id);
CREATE INDEX shipment_order_no ON shipment (order_no, shop_id);
CREATE INDEX shipment_unfinished ON shipment (shop_id, id) WHERE NOT finished;

-- What a carrier has said, once however often it was told. n counts in the order in
-- which it was told, for what happened in the same second.
CREATE TABLE shipment_event (
    shipment_id TEXT   NOT NULL REFERENCES shipment (id),
    key         TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    n           BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    place       TEXT   NOT NULL,
    source      TEXT   NOT NULL,
    PRIMARY KEY (shipment_id, key)
);

-- What is wrong with a parcel. One thing is found once: since is the moment that it
-- counts from.
CREATE TABLE parcel_trouble (
    id              TEXT PRIMARY KEY,
    shipment_id     TEXT   NOT NULL REFERENCES shipment (id),
    shop_id         TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    since           BIGINT NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('open', 'snoozed', 'told', 'done', 'moved')),
    found_at        BIGINT NOT NULL,
    until_at        BIGINT NOT NULL DEFAULT 0,
    by_id           TEXT   NOT NULL DEFAULT '',
    by_at           BIGINT NOT NULL DEFAULT 0,
    note            TEXT   NOT NULL DEFAULT '',
    conversation_id TEXT   NOT NULL DEFAULT '',
    case_id         TEXT   NOT NULL DEFAULT '',
    entries         BIGINT NOT NULL DEFAULT 0,
    version         BIGINT NOT NULL DEFAULT 1,
    UNIQUE (shipment_id, kind, since)
);
CREATE INDEX parcel_trouble_queue ON parcel_trouble (shop_id, state, found_at, id);

-- From when on a shop sees a parcel as in trouble. Hours; 0 looks for no such thing.
CREATE TABLE shipment_rule (
    shop_id           TEXT PRIMARY KEY REFERENCES shop (id),
    pick_up_hours     BIGINT  NOT NULL,
    quiet_hours       BIGINT  NOT NULL,
    quiet_far_hours   BIGINT  NOT NULL,
    promise_hours     BIGINT  NOT NULL,
    promise_far_hours BIGINT  NOT NULL,
    far               TEXT    NOT NULL,
    station           BOOLEAN NOT NULL,
    version           BIGINT  NOT NULL
);
