CREATE TABLE archive_day (
  site TEXT COLLATE "C" NOT NULL,
  archive TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  listed_at TEXT COLLATE "C" NOT NULL,
  is_complete INTEGER NOT NULL,
  PRIMARY KEY (site, archive, day)
);
CREATE TABLE archive_study (
  site TEXT COLLATE "C" NOT NULL,
  archive TEXT COLLATE "C" NOT NULL,
  study_uid TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  reports INTEGER NOT NULL,
  undecided INTEGER NOT NULL,
  reason TEXT COLLATE "C",
  changed_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (site, archive, study_uid)
);
CREATE INDEX archive_study_state ON archive_study (site, archive, state, day, study_uid);
