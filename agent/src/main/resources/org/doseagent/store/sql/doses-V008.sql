ALTER TABLE audit ADD COLUMN alert_id INTEGER;
DROP TRIGGER audit_no_update;
UPDATE audit SET alert_id = CAST(substr(detail, 7) AS INTEGER) WHERE act LIKE 'alert-%' AND detail LIKE 'alert %';
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE INDEX audit_alert ON audit (site, alert_id) WHERE alert_id IS NOT NULL;
