-- +goose Up

-- What a department does, so that its name is free. Those that were found by
-- their names until now keep what they were found as.
ALTER TABLE department ADD COLUMN kind TEXT NOT NULL DEFAULT 'other';
UPDATE department SET kind = 'legal' WHERE name LIKE '%法务%' OR name LIKE '%法律%' OR name LIKE '%合规%' OR lower(name) LIKE '%legal%' OR lower(name) LIKE '%compliance%';
UPDATE department SET kind = 'quality' WHERE kind = 'other' AND (name LIKE '%品控%' OR name LIKE '%质检%' OR name LIKE '%质量%' OR name LIKE '%品质%'
    OR lower(name) LIKE '%quality%' OR lower(name) LIKE '%qc%' OR lower(name) LIKE '%qa%');
UPDATE department SET kind = 'warehouse' WHERE kind = 'other' AND (name LIKE '%仓%' OR lower(name) LIKE '%warehouse%');
UPDATE department SET kind = 'finance' WHERE kind = 'other' AND (name LIKE '%财务%' OR lower(name) LIKE '%finance%');
UPDATE department SET kind = 'logistics' WHERE kind = 'other' AND (name LIKE '%物流%' OR name LIKE '%快递%' OR lower(name) LIKE '%logistics%');
UPDATE department SET kind = 'operations' WHERE kind = 'other' AND (name LIKE '%运营%' OR lower(name) LIKE '%operations%');
