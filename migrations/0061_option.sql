-- +goose Up

-- Options that a buyer was offered, and what they chose. picks are JSON: what each
-- option is, in the order in which the buyer sees them; said is what the agent had
-- found out, by which the policy was asked. chosen counts from 1, 0 for none.
CREATE TABLE option_card (
    id          TEXT PRIMARY KEY,
    key         TEXT   NOT NULL,
    case_id     TEXT   NOT NULL REFERENCES complaint (id),
    shop_id     TEXT   NOT NULL,
    intro       TEXT   NOT NULL,
    picks       TEXT   NOT NULL,
    said        TEXT   NOT NULL,
    proposal    TEXT   NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('sent', 'chosen', 'declined', 'replaced', 'withdrawn')),
    chosen      BIGINT NOT NULL DEFAULT 0,
    words       TEXT   NOT NULL DEFAULT '',
    message_id  TEXT   NOT NULL DEFAULT '',
    made_by     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    answered_at BIGINT NOT NULL DEFAULT 0,
    version     BIGINT NOT NULL
);
CREATE UNIQUE INDEX option_card_key ON option_card (case_id, key);
CREATE INDEX option_card_case ON option_card (case_id, made_at);
