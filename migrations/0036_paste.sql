-- +goose Up

-- Where a conversation is held whose messages are pasted, and under which nick.
CREATE TABLE paste_chat (
    conversation_id TEXT PRIMARY KEY REFERENCES conversation (id),
    tool            TEXT   NOT NULL,
    nick            TEXT   NOT NULL,
    pasted_at       BIGINT NOT NULL,
    pasted_by       TEXT   NOT NULL
);

-- Names on platforms of which somebody has said that they are ours.
CREATE TABLE paste_name (
    shop_id TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (shop_id, name)
);
