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
    END) STORED;

-- +goose StatementBegin
CREATE FUNCTION message_hearing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hearing_change (conversation_id, n, at)
        VALUES (NEW.conversation_id, 1, CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT))
        ON CONFLICT (conversation_id) DO UPDATE SET n = hearing_change.n + 1;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER message_hearing_insert AFTER INSERT ON message FOR EACH ROW
    WHEN (NEW.sender_kind = 'buyer' AND NOT NEW.internal AND NEW.text <> '') EXECUTE FUNCTION message_hearing();
CREATE TRIGGER message_hearing_update AFTER UPDATE OF text, recalled_at ON message FOR EACH ROW
    WHEN (NEW.sender_kind = 'buyer') EXECUTE FUNCTION message_hearing();

-- +goose StatementBegin
CREATE FUNCTION mark_hearing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE conversation SET heard_kind = NEW.kind, heard_level = NEW.level, heard_severity = NEW.severity, heard_risks = NEW.risks,
        changed_at = GREATEST(changed_at, NEW.heard_at) WHERE id = NEW.conversation_id;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER hearing_mark_insert AFTER INSERT ON hearing FOR EACH ROW EXECUTE FUNCTION mark_hearing();
CREATE TRIGGER hearing_mark_update AFTER UPDATE ON hearing FOR EACH ROW EXECUTE FUNCTION mark_hearing();
