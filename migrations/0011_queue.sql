-- +goose Up

-- snoozed_until hides a conversation from the views of the queue until then, 0 if it is not put off.
-- snooze_version is the version that putting it off made; its timer carries it. woke_at is when it came
-- back, until somebody answers. auto_version is the version that answering made when it assigned.
ALTER TABLE conversation ADD COLUMN snoozed_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN snoozed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN snooze_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN woke_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN auto_version BIGINT NOT NULL DEFAULT 0;

-- What the queue filters by and other tables know: the newest open case, and when the open commitment
-- is due that is due first. Triggers keep them, see 0012.
ALTER TABLE conversation ADD COLUMN open_scenario TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN open_severity TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN open_stage TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN next_due_at BIGINT NOT NULL DEFAULT 0;

-- A view of the queue that somebody named: for themselves, or with a shop for who reads there.
CREATE TABLE saved_view (
    id       TEXT PRIMARY KEY,
    owner_id TEXT   NOT NULL REFERENCES app_user (id),
    shop_id  TEXT   NOT NULL DEFAULT '',
    name     TEXT   NOT NULL,
    query    TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    version  BIGINT NOT NULL
);
CREATE INDEX saved_view_owner ON saved_view (owner_id, made_at, id) WHERE shop_id = '';
CREATE INDEX saved_view_shop ON saved_view (shop_id, made_at, id) WHERE shop_id <> '';

-- The orders of the queue. What is only true of a few lives in small indexes of its own; those end with what
-- else is asked for, so that rows of other shops and people are passed over without being read.
CREATE INDEX conversation_shop ON conversation (shop_id, last_at DESC, id DESC) WHERE head_seq > 0;
CREATE INDEX conversation_shop_waiting ON conversation (shop_id, waiting_since, id) WHERE waiting_since > 0;
CREATE INDEX conversation_snoozed ON conversation (snoozed_until, id, shop_id, assignee_id) WHERE snoozed_until > 0;
CREATE INDEX conversation_unread ON conversation (last_at DESC, id DESC, shop_id, assignee_id) WHERE unread > 0;
CREATE INDEX conversation_case ON conversation (last_at DESC, id DESC, shop_id, assignee_id) WHERE open_severity <> '';
CREATE INDEX conversation_severity ON conversation (open_severity, last_at DESC, id DESC, shop_id, assignee_id) WHERE open_severity <> '';
CREATE INDEX conversation_scenario ON conversation (open_scenario, last_at DESC, id DESC, shop_id, assignee_id) WHERE open_severity <> '';
CREATE INDEX conversation_stage ON conversation (open_stage, last_at DESC, id DESC, shop_id, assignee_id) WHERE open_severity <> '';
CREATE INDEX conversation_due ON conversation (next_due_at, id, shop_id, assignee_id) WHERE next_due_at > 0;
