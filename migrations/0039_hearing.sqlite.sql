-- +goose Up

-- What the engines heard last in a conversation. Each is worked out anew from the messages; see hearing_change.
CREATE TABLE hearing (
    conversation_id TEXT PRIMARY KEY REFERENCES conversation (id),
    seq             BIGINT NOT NULL, -- the buyer's last message that was read
    kind            TEXT   NOT NULL, -- of the emotion in the last turn
    level           BIGINT NOT NULL, -- 0 to 4
    severity        TEXT   NOT NULL,
    risks           TEXT   NOT NULL, -- the gravest first, as ,safety,regulator!, where ! is said to be done
    heard_at        BIGINT NOT NULL
);

-- The risks that are heard now, each with the words that show it and how far it was told.
CREATE TABLE hearing_risk (
    conversation_id TEXT    NOT NULL REFERENCES conversation (id),
    type            TEXT    NOT NULL,
    seq             BIGINT  NOT NULL, -- of the message that said it last
    words           TEXT    NOT NULL, -- phones masked
    under_way       BOOLEAN NOT NULL,
    said_at         BIGINT  NOT NULL,
    stage           BIGINT  NOT NULL DEFAULT 0, -- 1 told as a threat or harm, 2 told as under way
    told            TEXT    NOT NULL DEFAULT '', -- who: supervisor, legal, quality
    told_at         BIGINT  NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation_id, type)
);

-- Conversations in which there is something to hear. Rows are written by triggers in the transaction of the
-- message, one however many come, and deleted in that which stores what was heard if n is still the same.
CREATE TABLE hearing_change (
    conversation_id TEXT PRIMARY KEY,
    n               BIGINT NOT NULL,
    at              BIGINT NOT NULL, -- by the clock of the database
    rests_until     BIGINT NOT NULL DEFAULT 0 -- after listening failed
);
CREATE INDEX hearing_change_at ON hearing_change (at, conversation_id);

-- The queue's marks of what was heard, kept by a trigger as those of cases are; see 0012.
ALTER TABLE conversation ADD COLUMN heard_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN heard_level BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN heard_severity TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN heard_risks TEXT NOT NULL DEFAULT '';

-- How urgent a conversation is in which a buyer waits or a case is open, 0 for others: first the graver of its
-- open case and of what was heard, then how strong the emotion is, then how long they wait. 2^43 ms are 278 years.
-- Triggers keep it, and write it only where it changes: most messages change none of it.
ALTER TABLE conversation ADD COLUMN urgency BIGINT NOT NULL DEFAULT 0;
CREATE INDEX conversation_urgent ON conversation (urgency DESC, id DESC, shop_id, assignee_id, open_severity) WHERE head_seq > 0;
CREATE INDEX conversation_shop_urgent ON conversation (shop_id, urgency DESC, id DESC, assignee_id) WHERE head_seq > 0;
CREATE INDEX conversation_mine_urgent ON conversation (assignee_id, urgency DESC, id DESC, shop_id) WHERE head_seq > 0;
CREATE INDEX conversation_waiting_urgent ON conversation (urgency DESC, id DESC, shop_id, assignee_id) WHERE waiting_since > 0;
CREATE INDEX conversation_case_urgent ON conversation (urgency DESC, id DESC, shop_id, assignee_id, open_severity, open_scenario, open_stage) WHERE open_severity <> '';
CREATE INDEX conversation_risk ON conversation (last_at DESC, id DESC, shop_id, assignee_id, heard_risks) WHERE heard_risks <> '';
CREATE INDEX conversation_risk_urgent ON conversation (urgency DESC, id DESC, shop_id, assignee_id, heard_risks) WHERE heard_risks <> '';

-- +goose StatementBegin
CREATE TRIGGER conversation_urgency_insert AFTER INSERT ON conversation WHEN NEW.waiting_since > 0 OR NEW.open_severity <> '' BEGIN
    UPDATE conversation SET urgency = CASE WHEN waiting_since = 0 AND open_severity = '' THEN 0 ELSE
        (CASE WHEN open_severity = 'critical' OR heard_severity = 'critical' THEN 4
              WHEN open_severity = 'high' OR heard_severity = 'high' THEN 3
              WHEN open_severity = 'normal' OR heard_severity = 'normal' THEN 2
              WHEN open_severity = 'low' OR heard_severity = 'low' THEN 1 ELSE 0 END * 8
         + CASE WHEN heard_kind IN ('', 'calm', 'pleased') THEN 0 ELSE heard_level END) * 8796093022208
        + CASE WHEN waiting_since > 0 THEN 8796093022207 - waiting_since ELSE 0 END
    END WHERE id = NEW.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER conversation_urgency_update AFTER UPDATE OF waiting_since, open_severity, heard_severity, heard_kind, heard_level ON conversation
WHEN (OLD.waiting_since, OLD.open_severity, OLD.heard_severity, OLD.heard_kind, OLD.heard_level)
    IS NOT (NEW.waiting_since, NEW.open_severity, NEW.heard_severity, NEW.heard_kind, NEW.heard_level) BEGIN
    UPDATE conversation SET urgency = CASE WHEN waiting_since = 0 AND open_severity = '' THEN 0 ELSE
        (CASE WHEN open_severity = 'critical' OR heard_severity = 'critical' THEN 4
              WHEN open_severity = 'high' OR heard_severity = 'high' THEN 3
              WHEN open_severity = 'normal' OR heard_severity = 'normal' THEN 2
              WHEN open_severity = 'low' OR heard_severity = 'low' THEN 1 ELSE 0 END * 8
         + CASE WHEN heard_kind IN ('', 'calm', 'pleased') THEN 0 ELSE heard_level END) * 8796093022208
        + CASE WHEN waiting_since > 0 THEN 8796093022207 - waiting_since ELSE 0 END
    END WHERE id = NEW.id;
END;
-- +goose StatementEnd
UPDATE conversation SET urgency = CASE WHEN waiting_since = 0 AND open_severity = '' THEN 0 ELSE
        (CASE WHEN open_severity = 'critical' OR heard_severity = 'critical' THEN 4
              WHEN open_severity = 'high' OR heard_severity = 'high' THEN 3
              WHEN open_severity = 'normal' OR heard_severity = 'normal' THEN 2
              WHEN open_severity = 'low' OR heard_severity = 'low' THEN 1 ELSE 0 END * 8
         + CASE WHEN heard_kind IN ('', 'calm', 'pleased') THEN 0 ELSE heard_level END) * 8796093022208
        + CASE WHEN waiting_since > 0 THEN 8796093022207 - waiting_since ELSE 0 END
    END WHERE waiting_since > 0 OR open_severity <> '';

-- +goose StatementBegin
CREATE TRIGGER message_hearing_insert AFTER INSERT ON message WHEN NEW.sender_kind = 'buyer' AND NOT NEW.internal AND NEW.text <> '' BEGIN
    INSERT INTO hearing_change (conversation_id, n, at) VALUES (NEW.conversation_id, 1, CAST(unixepoch('subsec') * 1000 AS INTEGER))
        ON CONFLICT (conversation_id) DO UPDATE SET n = hearing_change.n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER message_hearing_update AFTER UPDATE OF text, recalled_at ON message WHEN NEW.sender_kind = 'buyer' BEGIN
    INSERT INTO hearing_change (conversation_id, n, at) VALUES (NEW.conversation_id, 1, CAST(unixepoch('subsec') * 1000 AS INTEGER))
        ON CONFLICT (conversation_id) DO UPDATE SET n = hearing_change.n + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER hearing_mark_insert AFTER INSERT ON hearing BEGIN
    UPDATE conversation SET heard_kind = NEW.kind, heard_level = NEW.level, heard_severity = NEW.severity, heard_risks = NEW.risks,
        changed_at = MAX(changed_at, NEW.heard_at) WHERE id = NEW.conversation_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_mark_update AFTER UPDATE ON hearing BEGIN
    UPDATE conversation SET heard_kind = NEW.kind, heard_level = NEW.level, heard_severity = NEW.severity, heard_risks = NEW.risks,
        changed_at = MAX(changed_at, NEW.heard_at) WHERE id = NEW.conversation_id;
END;
-- +goose StatementEnd

-- Where a buyer waits or a case is open, what was said before now is heard as well.
INSERT INTO hearing_change (conversation_id, n, at)
    SELECT id, 1, waiting_since FROM conversation WHERE merged_into = '' AND (waiting_since > 0 OR open_severity <> '');
