CREATE TABLE audit_head (
  site TEXT NOT NULL,
  entries INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (site)
);
INSERT INTO audit_head (site, entries, hash)
  SELECT a.site, count(*), (SELECT b.hash FROM audit b WHERE b.site = a.site ORDER BY b.id DESC LIMIT 1) FROM audit a GROUP BY a.site;
CREATE TRIGGER audit_counts AFTER INSERT ON audit BEGIN
  INSERT INTO audit_head (site, entries, hash) VALUES (NEW.site, 1, NEW.hash) ON CONFLICT (site) DO UPDATE SET entries = entries + 1, hash = excluded.hash; END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_head_only_grows BEFORE UPDATE ON audit_head WHEN NEW.entries <> OLD.entries + 1 OR NEW.site <> OLD.site
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
ALTER TABLE alert ADD COLUMN opening INTEGER NOT NULL DEFAULT 1;
ALTER TABLE alert ADD COLUMN is_untold INTEGER NOT NULL DEFAULT 0;
CREATE INDEX alert_untold ON alert (site, id) WHERE is_untold = 1;
CREATE TABLE notification (
  site TEXT NOT NULL,
  alert_id INTEGER NOT NULL,
  opening INTEGER NOT NULL,
  channel TEXT NOT NULL,
  telling TEXT NOT NULL,
  batch TEXT NOT NULL,
  is_overflow INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  queued_at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  ended_at TEXT,
  note TEXT,
  PRIMARY KEY (site, alert_id, opening, channel)
);
CREATE INDEX notification_due ON notification (site, state, channel, due_at);
CREATE INDEX notification_batch ON notification (site, channel, batch);
