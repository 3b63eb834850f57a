CREATE TABLE archive_day (
  site TEXT NOT NULL,
  archive TEXT NOT NULL,
  day TEXT NOT NULL,
  listed_at TEXT NOT NULL,
  is_complete INTEGER NOT NULL,
  PRIMARY KEY (site, archive, day)
) WITHOUT ROWID;
CREATE TABLE archive_study (
  site TEXT NOT NULL,
  archive TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL,
  reports INTEGER NOT NULL,
  undecided INTEGER NOT NULL,
  reason TEXT,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (site, archive, study_uid)
) WITHOUT ROWID;
CREATE INDEX archive_study_state ON archive_study (site, archive, state, day, study_uid);
CREATE TABLE commitment (
  site TEXT NOT NULL,
  ae_title TEXT NOT NULL,
  transaction_uid TEXT NOT NULL,
  received_at TEXT NOT NULL,
  inbox_id INTEGER NOT NULL,
  is_decided INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_at TEXT NOT NULL,
  PRIMARY KEY (site, ae_title, transaction_uid)
) WITHOUT ROWID;
CREATE INDEX commitment_due ON commitment (site, next_at);
CREATE TABLE commitment_object (
  site TEXT NOT NULL,
  ae_title TEXT NOT NULL,
  transaction_uid TEXT NOT NULL,
  position INTEGER NOT NULL,
  sop_class_uid TEXT NOT NULL,
  sop_instance_uid TEXT NOT NULL,
  failure INTEGER,
  PRIMARY KEY (site, ae_title, transaction_uid, position)
) WITHOUT ROWID;
