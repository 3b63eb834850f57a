CREATE TABLE received (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site TEXT NOT NULL,
  sop_instance_uid TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  version INTEGER NOT NULL,
  sop_class_uid TEXT NOT NULL,
  transfer_syntax_uid TEXT NOT NULL,
  calling_ae_title TEXT,
  peer TEXT,
  received_at TEXT NOT NULL,
  size INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  bytes BLOB NOT NULL,
  UNIQUE (site, sop_instance_uid, sha256)
);
CREATE INDEX received_state ON received (state, id);
CREATE INDEX received_instance ON received (sop_instance_uid);
