-- +goose Up

-- When the browser of a member of the team was last heard of, to about a
-- minute. Who has not been heard of for longer is not there, whatever they said.
CREATE TABLE agent_seen (
    user_id TEXT PRIMARY KEY REFERENCES app_user (id),
    at      BIGINT NOT NULL
);
