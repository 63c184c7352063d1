-- +goose Up

-- Robots that say in a group of a chat program what happens to tickets: of one
-- department, or of all of a shop when department_id is ''. Address and secret are
-- sealed with a key that is not in the database; host and tail are as much of the
-- address as people may see. hears is a JSON list of events. busy_until is while a
-- message is on its way, next_at before which none is sent.
CREATE TABLE robot (
    id            TEXT PRIMARY KEY,
    shop_id       TEXT   NOT NULL,
    department_id TEXT   NOT NULL,
    kind          TEXT   NOT NULL CHECK (kind IN ('wecom', 'dingtalk', 'feishu')),
    name          TEXT   NOT NULL,
    language      TEXT   NOT NULL CHECK (language IN ('zh-CN', 'en')),
    hears         TEXT   NOT NULL,
    address       TEXT   NOT NULL,
    secret        TEXT   NOT NULL,
    host          TEXT   NOT NULL,
    tail          TEXT   NOT NULL,
    paused_at     BIGINT NOT NULL DEFAULT 0,
    paused_for    TEXT   NOT NULL DEFAULT '' CHECK (paused_for IN ('', 'hand', 'failures')),
    failures      BIGINT NOT NULL DEFAULT 0,
    tried_at      BIGINT NOT NULL DEFAULT 0,
    said_at       BIGINT NOT NULL DEFAULT 0,
    last_error    TEXT   NOT NULL DEFAULT '',
    busy_until    BIGINT NOT NULL DEFAULT 0,
    next_at       BIGINT NOT NULL DEFAULT 0,
    made_at       BIGINT NOT NULL,
    version       BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX robot_shop ON robot (shop_id, made_at, id);

-- What a robot has to say, or has said. doubts counts attempts of which nobody
-- knows whether they arrived.
CREATE TABLE robot_line (
    id        TEXT PRIMARY KEY,
    robot_id  TEXT   NOT NULL REFERENCES robot (id),
    key       TEXT   NOT NULL,
    event     TEXT   NOT NULL,
    ticket_id TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    state     TEXT   NOT NULL CHECK (state IN ('waiting', 'sending', 'said', 'unsure', 'stale', 'moot')),
    doubts    BIGINT NOT NULL DEFAULT 0,
    ended_at  BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX robot_line_key ON robot_line (robot_id, key);
CREATE INDEX robot_line_open ON robot_line (robot_id, at, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX robot_line_at ON robot_line (at);
