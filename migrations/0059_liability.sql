-- +goose Up

-- Who is held responsible for an issue of a case, and why. The last n of an issue counts;
-- an empty party takes back what was decided. items are ids of evidence, as JSON.
CREATE TABLE liability (
    case_id TEXT   NOT NULL,
    shop_id TEXT   NOT NULL REFERENCES shop (id),
    issue   TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    party   TEXT   NOT NULL,
    grounds TEXT   NOT NULL,
    items   TEXT   NOT NULL,
    by_id   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (case_id, issue, n)
);
CREATE INDEX liability_at ON liability (shop_id, at);
