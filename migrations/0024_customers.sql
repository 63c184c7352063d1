-- +goose Up

-- Customers who are the same person for the team: joined_to is what somebody of
-- the team has said, beside same_as, and head_id is what follows from both: the
-- customer under whom all are shown, '' for that customer itself.
ALTER TABLE customer ADD COLUMN joined_to TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN head_id TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN erased_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX customer_head ON customer (head_id);
CREATE INDEX customer_same ON customer (same_as);
CREATE INDEX customer_joined ON customer (joined_to);
CREATE INDEX customer_recent ON customer (made_at DESC, id DESC);
UPDATE customer SET head_id = (
    WITH RECURSIVE up (id) AS (
        SELECT customer.same_as
        UNION SELECT c.same_as FROM up JOIN customer c ON c.id = up.id WHERE c.same_as <> '')
    SELECT up.id FROM up JOIN customer h ON h.id = up.id WHERE h.same_as = '')
    WHERE same_as <> '';

-- How we treat a customer. Quiet times are minutes of the day in the shop's
-- zone; there are none when both are the same.
CREATE TABLE customer_profile (
    customer_id TEXT PRIMARY KEY REFERENCES customer (id),
    address_as  TEXT   NOT NULL DEFAULT '',
    level       TEXT   NOT NULL DEFAULT '' CHECK (level IN ('', 'silver', 'gold', 'vip')),
    quiet_from  BIGINT NOT NULL DEFAULT 0,
    quiet_to    BIGINT NOT NULL DEFAULT 0
);

-- By what a customer is known, or reached. norm is what is compared, tail the
-- last four digits of a phone. Of the same one in a shop one customer holds it,
-- others claim it; dismissed is what somebody has read and did not take.
CREATE TABLE customer_handle (
    id              TEXT PRIMARY KEY,
    customer_id     TEXT   NOT NULL REFERENCES customer (id),
    shop_id         TEXT   NOT NULL,
    kind            TEXT   NOT NULL CHECK (kind IN ('phone', 'email', 'nick', 'address')),
    platform        TEXT   NOT NULL,
    value           TEXT   NOT NULL,
    norm            TEXT   NOT NULL,
    tail            TEXT   NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('held', 'claimed', 'dismissed')),
    conversation_id TEXT   NOT NULL DEFAULT '',
    seq             BIGINT NOT NULL DEFAULT 0,
    made_by         TEXT   NOT NULL,
    made_at         BIGINT NOT NULL
);
CREATE UNIQUE INDEX customer_handle_held ON customer_handle (shop_id, kind, platform, norm) WHERE state = 'held' AND kind <> 'address';
CREATE UNIQUE INDEX customer_handle_own ON customer_handle (customer_id, kind, platform, norm);
CREATE INDEX customer_handle_norm ON customer_handle (shop_id, norm);
CREATE INDEX customer_handle_tail ON customer_handle (shop_id, tail) WHERE tail <> '';

-- The tags of a shop, and who has them.
CREATE TABLE customer_tag (
    id      TEXT PRIMARY KEY,
    shop_id TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    colour  TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX customer_tag_name ON customer_tag (shop_id, name);
CREATE TABLE customer_tagged (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    tag_id      TEXT NOT NULL REFERENCES customer_tag (id),
    PRIMARY KEY (customer_id, tag_id)
);
CREATE INDEX customer_tagged_tag ON customer_tagged (tag_id);

-- What a customer agreed to, or refused. The last word on each counts.
CREATE TABLE customer_consent (
    id          TEXT PRIMARY KEY,
    customer_id TEXT    NOT NULL REFERENCES customer (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('phone', 'sms', 'marketing')),
    agreed      BOOLEAN NOT NULL,
    how         TEXT    NOT NULL CHECK (how IN ('chat', 'call', 'form')),
    words       TEXT    NOT NULL,
    made_by     TEXT    NOT NULL,
    made_at     BIGINT  NOT NULL
);
CREATE INDEX customer_consent_customer ON customer_consent (customer_id, made_at);

-- What we remember so as to please a customer, or to spare them.
CREATE TABLE customer_memory (
    id          TEXT PRIMARY KEY,
    customer_id TEXT   NOT NULL REFERENCES customer (id),
    kind        TEXT   NOT NULL CHECK (kind IN ('likes', 'avoids')),
    text        TEXT   NOT NULL,
    source      TEXT   NOT NULL CHECK (source IN ('told', 'noticed')),
    made_by     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX customer_memory_customer ON customer_memory (customer_id, made_at);

-- Which customer was joined to which.
CREATE TABLE customer_joining (
    id        TEXT PRIMARY KEY,
    shop_id   TEXT   NOT NULL,
    source_id TEXT   NOT NULL REFERENCES customer (id),
    target_id TEXT   NOT NULL REFERENCES customer (id),
    joined_by TEXT   NOT NULL,
    joined_at BIGINT NOT NULL,
    undone_by TEXT   NOT NULL DEFAULT '',
    undone_at BIGINT NOT NULL DEFAULT 0,
    version   BIGINT NOT NULL
);
CREATE UNIQUE INDEX customer_joining_source ON customer_joining (source_id) WHERE undone_at = 0;

-- Who looked at what is masked, and why.
CREATE TABLE customer_reveal (
    id          TEXT PRIMARY KEY,
    user_id     TEXT   NOT NULL,
    customer_id TEXT   NOT NULL,
    made_at     BIGINT NOT NULL
);
CREATE INDEX customer_reveal_user ON customer_reveal (user_id, made_at);
CREATE INDEX customer_reveal_customer ON customer_reveal (customer_id);

-- What a shop may give to delight a customer, and how much of it a month. A
-- month's row comes with the first delight given in it.
CREATE TABLE delight_budget (
    shop_id    TEXT PRIMARY KEY,
    budget_fen BIGINT NOT NULL CHECK (budget_fen >= 0),
    month      TEXT   NOT NULL,
    spent_fen  BIGINT NOT NULL CHECK (spent_fen >= 0),
    version    BIGINT NOT NULL
);
CREATE TABLE delight (
    id         TEXT PRIMARY KEY,
    shop_id    TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    cost_fen   BIGINT NOT NULL CHECK (cost_fen >= 0),
    occasion   TEXT   NOT NULL CHECK (occasion IN ('vip', 'third_solved', 'long_wait', 'broken_word')),
    made_at    BIGINT NOT NULL,
    removed_at BIGINT NOT NULL DEFAULT 0,
    version    BIGINT NOT NULL
);
CREATE INDEX delight_shop ON delight (shop_id) WHERE removed_at = 0;
CREATE TABLE delight_use (
    id          TEXT PRIMARY KEY,
    delight_id  TEXT   NOT NULL REFERENCES delight (id),
    shop_id     TEXT   NOT NULL,
    customer_id TEXT   NOT NULL,
    month       TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    cost_fen    BIGINT NOT NULL,
    occasion    TEXT   NOT NULL,
    used_by     TEXT   NOT NULL,
    used_at     BIGINT NOT NULL
);
CREATE INDEX delight_use_customer ON delight_use (customer_id, used_at);

INSERT INTO role_permission (role_id, permission) VALUES
    ('administrator', 'customer.read'), ('administrator', 'customer.write'), ('administrator', 'customer.reveal'), ('administrator', 'customer.erase'),
    ('proprietor', 'customer.read'), ('proprietor', 'customer.write'), ('proprietor', 'customer.reveal'), ('proprietor', 'customer.erase'),
    ('supervisor', 'customer.read'), ('supervisor', 'customer.write'), ('supervisor', 'customer.reveal'),
    ('team_lead', 'customer.read'), ('team_lead', 'customer.write'), ('team_lead', 'customer.reveal'),
    ('agent', 'customer.read'), ('agent', 'customer.write'), ('agent', 'customer.reveal'),
    ('crisis_lead', 'customer.read'), ('crisis_lead', 'customer.write'), ('crisis_lead', 'customer.reveal'),
    ('trainer', 'customer.read');
