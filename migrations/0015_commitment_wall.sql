-- +goose Up

-- Who owes the work, '' for whoever owns the case.
ALTER TABLE commitment ADD COLUMN department_id TEXT NOT NULL DEFAULT '';

-- The wall walks these in order, shop by shop: overdue first, then by time.
CREATE INDEX commitment_running ON commitment (shop_id, due_at, id) WHERE state = 'open' AND broken_at = 0;
CREATE INDEX commitment_overdue ON commitment (shop_id, due_at, id) WHERE state = 'open' AND broken_at > 0;
CREATE INDEX commitment_of_owner ON commitment (shop_id, owner_id, due_at, id) WHERE state = 'open';
CREATE INDEX commitment_of_department ON commitment (shop_id, department_id, due_at, id) WHERE state = 'open' AND department_id <> '';
CREATE INDEX commitment_settled ON commitment (shop_id, state, settled_at, id) WHERE state <> 'open';
CREATE INDEX commitment_settled_owner ON commitment (shop_id, owner_id, settled_at, id) WHERE state <> 'open';
CREATE INDEX commitment_settled_department ON commitment (shop_id, department_id, settled_at, id) WHERE state <> 'open' AND department_id <> '';
CREATE INDEX commitment_settled_broken ON commitment (shop_id, settled_at, id) WHERE state <> 'open' AND broken_at > 0;

-- The register counts what was decided in a time by these alone.
CREATE INDEX commitment_in_time ON commitment (shop_id, settled_at, owner_id, state) WHERE state <> 'open' AND broken_at = 0;
CREATE INDEX commitment_breaches ON commitment (shop_id, broken_at, owner_id, state) WHERE broken_at > 0;

DROP INDEX commitment_owner;
DROP INDEX commitment_team_broken;

-- An honest update of many commitments at once, worked off in chunks.
CREATE TABLE bulk (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL,
    actor_id   TEXT   NOT NULL,
    actor_name TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0,
    total      BIGINT NOT NULL,
    done       BIGINT NOT NULL DEFAULT 0,
    skipped    BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE bulk_item (
    bulk_id       TEXT   NOT NULL REFERENCES bulk (id),
    n             BIGINT NOT NULL,
    commitment_id TEXT   NOT NULL,
    version       BIGINT NOT NULL,
    text          TEXT   NOT NULL,
    due_at        BIGINT NOT NULL,
    state         TEXT   NOT NULL CHECK (state IN ('waiting', 'done', 'skipped')),
    code          TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (bulk_id, n)
);
CREATE INDEX bulk_item_state ON bulk_item (bulk_id, state, n);
