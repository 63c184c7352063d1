-- +goose Up

-- The queue's marks on a conversation follow its cases and commitments, whichever operation changes them.
-- The row is locked first: what is then read cannot be older than what another transaction has marked.

-- +goose StatementBegin
CREATE FUNCTION mark_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    talk TEXT;
    newest RECORD;
BEGIN
    FOR talk IN SELECT DISTINCT t FROM unnest(ARRAY[
        CASE WHEN TG_OP = 'UPDATE' THEN OLD.conversation_id ELSE NEW.conversation_id END, NEW.conversation_id]) AS t ORDER BY t
    LOOP
        PERFORM 1 FROM conversation WHERE id = talk FOR UPDATE;
        SELECT scenario, severity, stage INTO newest FROM complaint
            WHERE conversation_id = talk AND stage <> 'closed' ORDER BY opened_at DESC, id DESC LIMIT 1;
        UPDATE conversation SET open_scenario = COALESCE(newest.scenario, ''),
            open_severity = COALESCE(newest.severity, ''), open_stage = COALESCE(newest.stage, '') WHERE id = talk;
    END LOOP;
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION mark_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    talk TEXT;
BEGIN
    FOR talk IN SELECT DISTINCT t FROM unnest(ARRAY[
        CASE WHEN TG_OP = 'UPDATE' THEN OLD.conversation_id ELSE NEW.conversation_id END, NEW.conversation_id]) AS t ORDER BY t
    LOOP
        PERFORM 1 FROM conversation WHERE id = talk FOR UPDATE;
        UPDATE conversation SET next_due_at = (
            SELECT COALESCE(MIN(due_at), 0) FROM commitment WHERE conversation_id = talk AND state = 'open') WHERE id = talk;
    END LOOP;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER complaint_mark_insert AFTER INSERT ON complaint FOR EACH ROW EXECUTE FUNCTION mark_case();
CREATE TRIGGER complaint_mark_update AFTER UPDATE OF scenario, severity, stage, conversation_id ON complaint
    FOR EACH ROW EXECUTE FUNCTION mark_case();
CREATE TRIGGER commitment_mark_insert AFTER INSERT ON commitment FOR EACH ROW EXECUTE FUNCTION mark_commitment();
CREATE TRIGGER commitment_mark_update AFTER UPDATE OF state, due_at, conversation_id ON commitment
    FOR EACH ROW EXECUTE FUNCTION mark_commitment();

-- What is there already.
UPDATE conversation SET
    open_scenario = COALESCE((SELECT k.scenario FROM complaint k WHERE k.conversation_id = conversation.id AND k.stage <> 'closed'
        ORDER BY k.opened_at DESC, k.id DESC LIMIT 1), ''),
    open_severity = COALESCE((SELECT k.severity FROM complaint k WHERE k.conversation_id = conversation.id AND k.stage <> 'closed'
        ORDER BY k.opened_at DESC, k.id DESC LIMIT 1), ''),
    open_stage = COALESCE((SELECT k.stage FROM complaint k WHERE k.conversation_id = conversation.id AND k.stage <> 'closed'
        ORDER BY k.opened_at DESC, k.id DESC LIMIT 1), ''),
    next_due_at = COALESCE((SELECT MIN(m.due_at) FROM commitment m WHERE m.conversation_id = conversation.id AND m.state = 'open'), 0);
