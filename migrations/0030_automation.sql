-- +goose Up

-- What a shop has done by itself: when something happens, if conditions hold, then acts. conditions and acts
-- are JSON lists; place orders the rules of a shop.
CREATE TABLE automation (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    turned_on  BOOLEAN NOT NULL,
    place      BIGINT  NOT NULL,
    trigger_on TEXT    NOT NULL,
    minutes    BIGINT  NOT NULL,
    every      BOOLEAN NOT NULL,
    conditions TEXT    NOT NULL,
    expression TEXT    NOT NULL,
    acts       TEXT    NOT NULL,
    removed_at BIGINT  NOT NULL DEFAULT 0,
    made_at    BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE UNIQUE INDEX automation_key ON automation (shop_id, key);
CREATE INDEX automation_shop ON automation (shop_id, place, id) WHERE removed_at = 0;

-- What rules did. A rule acts once on each event; results is the JSON of what came of its acts, "" until then.
CREATE TABLE automation_run (
    id              TEXT PRIMARY KEY,
    automation_id   TEXT   NOT NULL REFERENCES automation (id),
    event           TEXT   NOT NULL,
    shop_id         TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL,
    case_id         TEXT   NOT NULL,
    ticket_id       TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    acts            TEXT   NOT NULL,
    place           BIGINT NOT NULL,
    results         TEXT   NOT NULL DEFAULT '',
    at              BIGINT NOT NULL
);
CREATE UNIQUE INDEX automation_run_once ON automation_run (automation_id, event);
CREATE INDEX automation_run_event ON automation_run (event, place) WHERE results = '';
CREATE INDEX automation_run_shop ON automation_run (shop_id, at DESC, id DESC);
