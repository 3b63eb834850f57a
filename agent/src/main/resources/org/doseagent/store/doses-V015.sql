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
