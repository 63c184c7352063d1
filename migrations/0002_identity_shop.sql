-- +goose Up

-- People of the house ("user" is a word of SQL). version counts changes to the person, their grants
-- included; epoch is raised to end all their sessions.
CREATE TABLE app_user (
    id          TEXT PRIMARY KEY,
    login       TEXT   NOT NULL UNIQUE,
    name        TEXT   NOT NULL,
    password    TEXT   NOT NULL,
    epoch       BIGINT NOT NULL DEFAULT 0,
    disabled_at BIGINT NOT NULL DEFAULT 0,
    made_at     BIGINT NOT NULL,
    version     BIGINT NOT NULL
);

-- What people may do. Version 0 is how the program delivers a role.
CREATE TABLE role (
    id      TEXT PRIMARY KEY,
    name    TEXT   NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE role_permission (
    role_id    TEXT NOT NULL REFERENCES role (id),
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, permission)
);

-- Who holds which role where. Shop '' is all shops, department '' none in
-- particular.
CREATE TABLE user_grant (
    user_id       TEXT NOT NULL REFERENCES app_user (id),
    role_id       TEXT NOT NULL REFERENCES role (id),
    shop_id       TEXT NOT NULL,
    department_id TEXT NOT NULL,
    PRIMARY KEY (user_id, role_id, shop_id, department_id)
);
CREATE INDEX user_grant_role ON user_grant (role_id, shop_id, user_id);

-- Who is signed in. The token itself is only in the browser.
CREATE TABLE user_session (
    token_hash TEXT PRIMARY KEY,
    user_id    TEXT   NOT NULL REFERENCES app_user (id),
    data       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX user_session_user ON user_session (user_id);
CREATE INDEX user_session_expiry ON user_session (expires_at);

-- Wrong passwords in a row, also for logins that do not exist, so that the
-- answers do not tell which do.
CREATE TABLE sign_in_failure (
    login_hash   TEXT PRIMARY KEY,
    failures     BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    last_at      BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);

-- The one-time link with which the first administrator begins: at most one row.
CREATE TABLE setup_link (
    id         BIGINT PRIMARY KEY CHECK (id = 1),
    token_hash TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Shops and the departments that work gets handed to. hours is the JSON of a
-- plan of opening hours, settings the JSON of what a shop may choose.
CREATE TABLE shop (
    id       TEXT PRIMARY KEY,
    key      TEXT   NOT NULL UNIQUE,
    name     TEXT   NOT NULL,
    hours    TEXT   NOT NULL,
    settings TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    version  BIGINT NOT NULL
);
CREATE TABLE department (
    id      TEXT PRIMARY KEY,
    shop_id TEXT   NOT NULL REFERENCES shop (id),
    name    TEXT   NOT NULL,
    hours   TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (shop_id, name)
);

INSERT INTO role (id, name, version) VALUES
    ('administrator', '管理员', 0),
    ('proprietor', '商家负责人', 0),
    ('supervisor', '主管', 0),
    ('team_lead', '组长', 0),
    ('agent', '客服', 0),
    ('department_worker', '协作部门', 0),
    ('trainer', '质培', 0),
    ('trainee', '新人', 0),
    ('crisis_lead', '危机负责人', 0);

INSERT INTO role_permission (role_id, permission) VALUES
    ('administrator', 'conversation.read'), ('administrator', 'conversation.reply'), ('administrator', 'conversation.assign'),
    ('administrator', 'case.read'), ('administrator', 'case.write'), ('administrator', 'case.close_with_reason'),
    ('administrator', 'commitment.read'), ('administrator', 'commitment.write'), ('administrator', 'commitment.waive'),
    ('administrator', 'file.read'), ('administrator', 'file.upload'), ('administrator', 'notice.read'),
    ('administrator', 'user.manage'), ('administrator', 'role.manage'), ('administrator', 'shop.manage'),
    ('administrator', 'jobs.manage'), ('administrator', 'audit.read'),

    ('proprietor', 'conversation.read'), ('proprietor', 'conversation.reply'), ('proprietor', 'conversation.assign'),
    ('proprietor', 'case.read'), ('proprietor', 'case.write'), ('proprietor', 'case.close_with_reason'),
    ('proprietor', 'commitment.read'), ('proprietor', 'commitment.write'), ('proprietor', 'commitment.waive'),
    ('proprietor', 'file.read'), ('proprietor', 'file.upload'), ('proprietor', 'notice.read'),
    ('proprietor', 'user.manage'), ('proprietor', 'shop.manage'), ('proprietor', 'audit.read'),

    ('supervisor', 'conversation.read'), ('supervisor', 'conversation.reply'), ('supervisor', 'conversation.assign'),
    ('supervisor', 'case.read'), ('supervisor', 'case.write'), ('supervisor', 'case.close_with_reason'),
    ('supervisor', 'commitment.read'), ('supervisor', 'commitment.write'), ('supervisor', 'commitment.waive'),
    ('supervisor', 'file.read'), ('supervisor', 'file.upload'), ('supervisor', 'notice.read'), ('supervisor', 'audit.read'),

    ('team_lead', 'conversation.read'), ('team_lead', 'conversation.reply'), ('team_lead', 'conversation.assign'),
    ('team_lead', 'case.read'), ('team_lead', 'case.write'),
    ('team_lead', 'commitment.read'), ('team_lead', 'commitment.write'), ('team_lead', 'commitment.waive'),
    ('team_lead', 'file.read'), ('team_lead', 'file.upload'), ('team_lead', 'notice.read'),

    ('agent', 'conversation.read'), ('agent', 'conversation.reply'), ('agent', 'conversation.assign'),
    ('agent', 'case.read'), ('agent', 'case.write'), ('agent', 'commitment.read'), ('agent', 'commitment.write'),
    ('agent', 'file.read'), ('agent', 'file.upload'), ('agent', 'notice.read'),

    ('department_worker', 'case.read'), ('department_worker', 'commitment.read'), ('department_worker', 'file.read'),
    ('department_worker', 'notice.read'),

    ('trainer', 'conversation.read'), ('trainer', 'case.read'), ('trainer', 'commitment.read'), ('trainer', 'file.read'),
    ('trainer', 'notice.read'),

    ('trainee', 'notice.read'),

    ('crisis_lead', 'conversation.read'), ('crisis_lead', 'conversation.reply'), ('crisis_lead', 'conversation.assign'),
    ('crisis_lead', 'case.read'), ('crisis_lead', 'case.write'), ('crisis_lead', 'commitment.read'),
    ('crisis_lead', 'commitment.write'), ('crisis_lead', 'file.read'), ('crisis_lead', 'file.upload'),
    ('crisis_lead', 'notice.read');
