-- +goose Up

-- Whether and how the program hands out waiting conversations of a shop. skills is the JSON of what
-- conversations may need. A shop without a row hands out nothing.
CREATE TABLE assignment_plan (
    shop_id       TEXT PRIMARY KEY,
    turned_on     BOOLEAN NOT NULL,
    capacity      BIGINT  NOT NULL,
    quiet_minutes BIGINT  NOT NULL,
    skills        TEXT    NOT NULL,
    version       BIGINT  NOT NULL
);

-- What somebody can do for the buyers of a shop. skills and languages are JSON lists; capacity is 0 for that
-- of the shop. Who has no row takes part unless they supervise, speaks Chinese and has no skills.
CREATE TABLE assignment_member (
    shop_id   TEXT    NOT NULL,
    user_id   TEXT    NOT NULL REFERENCES app_user (id),
    takes     BOOLEAN NOT NULL,
    skills    TEXT    NOT NULL,
    languages TEXT    NOT NULL,
    vip       BOOLEAN NOT NULL,
    capacity  BIGINT  NOT NULL,
    version   BIGINT  NOT NULL,
    PRIMARY KEY (shop_id, user_id)
);

-- When somebody was given a conversation last.
CREATE TABLE assignment_turn (
    user_id TEXT PRIMARY KEY REFERENCES app_user (id),
    at      BIGINT NOT NULL
);

-- Who had a conversation last and gave it back, until somebody gets it.
CREATE TABLE assignment_returned (
    conversation_id TEXT PRIMARY KEY REFERENCES conversation (id),
    user_id         TEXT NOT NULL
);

-- One row that whoever hands out locks, so that nobody is given more than they can take by two at once.
CREATE TABLE assignment_lock (id BIGINT PRIMARY KEY);
INSERT INTO assignment_lock (id) VALUES (1);
