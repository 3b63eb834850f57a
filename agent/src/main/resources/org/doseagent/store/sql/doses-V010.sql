CREATE TABLE received (
  site TEXT NOT NULL,
  id INTEGER NOT NULL,
  sop_instance_uid TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  version INTEGER NOT NULL,
  sop_class_uid TEXT NOT NULL,
  transfer_syntax_uid TEXT NOT NULL,
  calling_ae_title TEXT,
  peer TEXT,
  received_at TEXT NOT NULL,
  size INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  tries INTEGER NOT NULL,
  log_sequence INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) WITHOUT ROWID;
CREATE INDEX received_instance ON received (site, sop_instance_uid);
CREATE INDEX received_open ON received (state, site, id) WHERE state IN ('received', 'quarantined');
CREATE TABLE received_count (
  site TEXT NOT NULL,
  state TEXT NOT NULL,
  objects INTEGER NOT NULL,
  PRIMARY KEY (site, state)
) WITHOUT ROWID;
CREATE TRIGGER received_counted AFTER INSERT ON received BEGIN INSERT INTO received_count (site, state, objects) VALUES (new.site, new.state, 1) ON CONFLICT (site, state) DO UPDATE SET objects = objects + 1; END;
CREATE TRIGGER received_moved AFTER UPDATE OF state ON received WHEN old.state <> new.state BEGIN UPDATE received_count SET objects = objects - 1 WHERE site = old.site AND state = old.state; INSERT INTO received_count (site, state, objects) VALUES (new.site, new.state, 1) ON CONFLICT (site, state) DO UPDATE SET objects = objects + 1; END;
CREATE TABLE inbox_position (
  site TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE inbox_attempt (
  site TEXT PRIMARY KEY,
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  is_alone INTEGER NOT NULL
) WITHOUT ROWID;
