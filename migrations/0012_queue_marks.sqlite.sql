-- +goose Up

-- The queue's marks on a conversation follow its cases and commitments, whichever operation changes them.

-- +goose StatementBegin
CREATE TRIGGER complaint_mark_insert AFTER INSERT ON complaint BEGIN
    UPDATE conversation SET (open_scenario, open_severity, open_stage) = (
        SELECT COALESCE(MAX(scenario), ''), COALESCE(MAX(severity), ''), COALESCE(MAX(stage), '') FROM (
            SELECT scenario, severity, stage FROM complaint
            WHERE conversation_id = NEW.conversation_id AND stage <> 'closed' ORDER BY opened_at DESC, id DESC LIMIT 1))
    WHERE id = NEW.conversation_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER complaint_mark_update AFTER UPDATE OF scenario, severity, stage, conversation_id ON complaint BEGIN
    UPDATE conversation SET (open_scenario, open_severity, open_stage) = (
        SELECT COALESCE(MAX(scenario), ''), COALESCE(MAX(severity), ''), COALESCE(MAX(stage), '') FROM (
            SELECT scenario, severity, stage FROM complaint
            WHERE conversation_id = conversation.id AND stage <> 'closed' ORDER BY opened_at DESC, id DESC LIMIT 1))
    WHERE id IN (OLD.conversation_id, NEW.conversation_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER commitment_mark_insert AFTER INSERT ON commitment BEGIN
    UPDATE conversation SET next_due_at = (
        SELECT COALESCE(MIN(due_at), 0) FROM commitment WHERE conversation_id = conversation.id AND state = 'open')
    WHERE id = NEW.conversation_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER commitment_mark_update AFTER UPDATE OF state, due_at, conversation_id ON commitment BEGIN
    UPDATE conversation SET next_due_at = (
        SELECT COALESCE(MIN(due_at), 0) FROM commitment WHERE conversation_id = conversation.id AND state = 'open')
    WHERE id IN (OLD.conversation_id, NEW.conversation_id);
END;
-- +goose StatementEnd

-- What is there already.
UPDATE conversation SET
    open_scenario = COALESCE((SELECT k.scenario FROM complaint k WHERE k.conversation_id = conversation.id AND k.stage <> 'closed'
        ORDER BY k.opened_at DESC, k.id DESC LIMIT 1), ''),
    open_severity = COALESCE((SELECT k.severity FROM complaint k WHERE k.conversation_id = conversation.id AND k.stage <> 'closed'
        ORDER BY k.opened_at DESC, k.id DESC LIMIT 1), ''),
    open_stage = COALESCE((SELECT k.stage FROM complaint k WHERE k.conversation_id = conversation.id AND k.stage <> 'closed'
        ORDER BY k.opened_at DESC, k.id DESC LIMIT 1), ''),
    next_due_at = COALESCE((SELECT MIN(m.due_at) FROM commitment m WHERE m.conversation_id = conversation.id AND m.state = 'open'), 0);
