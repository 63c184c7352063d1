-- +goose Up

-- How people said they are there, until they sign in anew. Who has said
-- nothing and is signed in is online.
CREATE TABLE agent_state (
    user_id TEXT PRIMARY KEY REFERENCES app_user (id),
    state   TEXT   NOT NULL CHECK (state IN ('online', 'break', 'offline')),
    since   BIGINT NOT NULL
);

-- What was made with which idempotency key. digest tells whether a repeated
-- request says the same.
CREATE TABLE made_once (
    actor_id TEXT   NOT NULL,
    key      TEXT   NOT NULL,
    digest   TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (actor_id, key)
);

INSERT INTO role_permission (role_id, permission) VALUES
    ('administrator', 'team.supervise'), ('proprietor', 'team.supervise'), ('supervisor', 'team.supervise'),
    ('team_lead', 'team.supervise'), ('crisis_lead', 'team.supervise');

-- What the overview counts.
CREATE INDEX conversation_team_waiting ON conversation (assignee_id, shop_id) WHERE waiting_since > 0;
CREATE INDEX complaint_team_open ON complaint (severity, shop_id, conversation_id) WHERE stage <> 'closed';
CREATE INDEX commitment_team_broken ON commitment (shop_id, broken_at) WHERE state = 'open' AND broken_at > 0;
