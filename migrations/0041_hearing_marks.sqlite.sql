-- +goose Up

-- How urgent a conversation is in which a buyer waits or a case is open, 0 for others: first the graver of its
-- open case and of what was heard, then how strong the emotion is, then how long they wait. 2^43 ms are 278 years.
ALTER TABLE conversation ADD COLUMN urgency BIGINT GENERATED ALWAYS AS (
    CASE WHEN waiting_since = 0 AND open_severity = '' THEN 0 ELSE
        (CASE WHEN open_severity = 'critical' OR heard_severity = 'critical' THEN 4
              WHEN open_severity = 'high' OR heard_severity = 'high' THEN 3
              WHEN open_severity = 'normal' OR heard_severity = 'normal' THEN 2
              WHEN open_severity = 'low' OR heard_severity = 'low' THEN 1 ELSE 0 END * 8
         + CASE WHEN heard_kind IN ('', 'calm', 'pleased') THEN 0 ELSE heard_level END) * 8796093022208
        + CASE WHEN waiting_since > 0 THEN 8796093022207 - waiting_since ELSE 0 END
    END) VIRTUAL;

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
