-- +goose Up

-- The queue in order of urgency; each of its views walks one of these.
CREATE INDEX conversation_urgent ON conversation (urgency DESC, id DESC, shop_id, assignee_id, open_severity) WHERE head_seq > 0;
CREATE INDEX conversation_shop_urgent ON conversation (shop_id, urgency DESC, id DESC, assignee_id) WHERE head_seq > 0;
CREATE INDEX conversation_mine_urgent ON conversation (assignee_id, urgency DESC, id DESC, shop_id) WHERE head_seq > 0;
CREATE INDEX conversation_waiting_urgent ON conversation (urgency DESC, id DESC, shop_id, assignee_id) WHERE waiting_since > 0;
CREATE INDEX conversation_case_urgent ON conversation (urgency DESC, id DESC, shop_id, assignee_id, open_severity, open_scenario, open_stage) WHERE open_severity <> '';
CREATE INDEX conversation_risk_urgent ON conversation (urgency DESC, id DESC, shop_id, assignee_id, heard_risks) WHERE heard_risks <> '';
