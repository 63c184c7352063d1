-- +goose Up

-- Who may approve how much, budgets and windows of a shop, as JSON. A shop without a
-- row, or with an empty text, has those that the program delivers. The row is also
-- what approvals and payouts of a shop queue for, so that sums are sums.
CREATE TABLE compensation_rules (
    shop_id TEXT PRIMARY KEY,
    rules   TEXT   NOT NULL,
    version BIGINT NOT NULL
);

-- What a buyer is to get. policy_cap is what the policy allows for the case, -1 if
-- nobody asked it; policy_reasons a JSON list. authors are the ids of who made or
-- changed it, between bars. round counts changes: approvals of an older one are
-- void. level is who is asked now, asked_id a person, '' for whoever may. month is
-- whose budget it uses ('2026-11', of the shop), '' until it is approved. place is
-- what lists are ordered by.
CREATE TABLE compensation_claim (
    id              TEXT PRIMARY KEY,
    key             TEXT   NOT NULL,
    case_id         TEXT   NOT NULL,
    case_number     TEXT   NOT NULL,
    shop_id         TEXT   NOT NULL,
    customer_id     TEXT   NOT NULL,
    made_by         TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    remedy          TEXT   NOT NULL CHECK (remedy IN ('payment', 'partial_refund', 'coupon', 'freight', 'gift')),
    amount_fen      BIGINT NOT NULL CHECK (amount_fen > 0),
    order_no        TEXT   NOT NULL,
    item            TEXT   NOT NULL,
    reason          TEXT   NOT NULL,
    statutory       TEXT   NOT NULL,
    policy_id       TEXT   NOT NULL,
    policy_text     TEXT   NOT NULL,
    policy_cap      BIGINT NOT NULL,
    policy_reasons  TEXT   NOT NULL,
    severity        TEXT   NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('waiting', 'approved', 'paying', 'paid', 'refused', 'withdrawn')),
    round           BIGINT NOT NULL,
    authors         TEXT   NOT NULL,
    weight_fen      BIGINT NOT NULL,
    needs           BIGINT NOT NULL,
    level           BIGINT NOT NULL,
    asked_id        TEXT   NOT NULL DEFAULT '',
    due_at          BIGINT NOT NULL DEFAULT 0,
    overdue_at      BIGINT NOT NULL DEFAULT 0,
    clock           BIGINT NOT NULL DEFAULT 0,
    note            TEXT   NOT NULL DEFAULT '',
    month           TEXT   NOT NULL DEFAULT '',
    changed_at      BIGINT NOT NULL,
    decided_at      BIGINT NOT NULL DEFAULT 0,
    decided_by      TEXT   NOT NULL DEFAULT '',
    paid_at         BIGINT NOT NULL DEFAULT 0,
    merged_from     TEXT   NOT NULL DEFAULT '',
    asides          BIGINT NOT NULL DEFAULT 0,
    place           BIGINT NOT NULL,
    version         BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX compensation_claim_key ON compensation_claim (case_id, key);
CREATE INDEX compensation_claim_customer ON compensation_claim (customer_id, made_at);
CREATE INDEX compensation_claim_order ON compensation_claim (shop_id, order_no) WHERE order_no <> '';
CREATE INDEX compensation_claim_state ON compensation_claim (shop_id, state, place, id);
CREATE INDEX compensation_claim_month ON compensation_claim (shop_id, month, state);
CREATE INDEX compensation_claim_made ON compensation_claim (shop_id, made_at, id);

-- Who has approved which round of a claim, and in whose place: by_id is the person,
-- for_id whose limit they used.
CREATE TABLE compensation_approval (
    claim_id TEXT   NOT NULL REFERENCES compensation_claim (id),
    round    BIGINT NOT NULL,
    by_id    TEXT   NOT NULL,
    for_id   TEXT   NOT NULL,
    fen      BIGINT NOT NULL,
    note     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (claim_id, round, by_id),
    UNIQUE (claim_id, round, for_id)
);

-- Who may approve in somebody's place for a time.
CREATE TABLE compensation_deputy (
    id        TEXT PRIMARY KEY,
    shop_id   TEXT   NOT NULL,
    from_id   TEXT   NOT NULL,
    to_id     TEXT   NOT NULL,
    begins_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    made_at   BIGINT NOT NULL,
    version   BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX compensation_deputy_to ON compensation_deputy (shop_id, to_id, ends_at);
CREATE INDEX compensation_deputy_from ON compensation_deputy (shop_id, from_id, ends_at);

-- A notice may be about a claim.
ALTER TABLE notice ADD COLUMN claim_id TEXT NOT NULL DEFAULT '';

INSERT INTO role (id, name, version) VALUES ('finance', '财务', 0) ON CONFLICT DO NOTHING;
INSERT INTO role_permission (role_id, permission)
    SELECT r.id, p.permission FROM role r, (SELECT 'compensation.read' AS permission UNION SELECT 'compensation.claim') p
    WHERE r.id IN ('administrator', 'proprietor', 'supervisor', 'team_lead', 'agent', 'crisis_lead');
INSERT INTO role_permission (role_id, permission)
    SELECT r.id, 'compensation.approve' FROM role r WHERE r.id IN ('proprietor', 'supervisor', 'team_lead', 'crisis_lead', 'administrator');
INSERT INTO role_permission (role_id, permission)
    SELECT r.id, 'compensation.pay' FROM role r WHERE r.id IN ('proprietor', 'finance', 'administrator');
INSERT INTO role_permission (role_id, permission)
    SELECT r.id, 'compensation.manage' FROM role r WHERE r.id IN ('proprietor', 'administrator');
INSERT INTO role_permission (role_id, permission)
    SELECT r.id, p.permission FROM role r, (SELECT 'compensation.read' AS permission UNION SELECT 'order.read' UNION SELECT 'notice.read'
        UNION SELECT 'ticket.read' UNION SELECT 'ticket.work') p WHERE r.id = 'finance';
