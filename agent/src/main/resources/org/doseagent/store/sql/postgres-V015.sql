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
CREATE TABLE commitment (
  site TEXT COLLATE "C" NOT NULL,
  ae_title TEXT COLLATE "C" NOT NULL,
  transaction_uid TEXT COLLATE "C" NOT NULL,
  received_at TEXT COLLATE "C" NOT NULL,
  inbox_id BIGINT NOT NULL,
  is_decided INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (site, ae_title, transaction_uid)
);
CREATE INDEX commitment_due ON commitment (site, next_at);
CREATE TABLE commitment_object (
  site TEXT COLLATE "C" NOT NULL,
  ae_title TEXT COLLATE "C" NOT NULL,
  transaction_uid TEXT COLLATE "C" NOT NULL,
  position INTEGER NOT NULL,
  sop_class_uid TEXT COLLATE "C" NOT NULL,
  sop_instance_uid TEXT COLLATE "C" NOT NULL,
  failure INTEGER,
  PRIMARY KEY (site, ae_title, transaction_uid, position)
);
