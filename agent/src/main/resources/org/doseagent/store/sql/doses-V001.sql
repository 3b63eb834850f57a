CREATE TABLE report (
  site TEXT NOT NULL,
  inbox_id INTEGER NOT NULL,
  study_uid TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (site, inbox_id)
);
CREATE INDEX report_study ON report (site, study_uid);
CREATE TABLE exam (
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  accession_number TEXT,
  study_date_time TEXT,
  device_key TEXT NOT NULL,
  device_label TEXT NOT NULL,
  is_qa INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (site, study_uid)
);
CREATE INDEX exam_date ON exam (site, study_date_time);
CREATE INDEX exam_accession ON exam (site, accession_number);
CREATE TABLE event (
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  event_key TEXT NOT NULL,
  position INTEGER NOT NULL,
  role TEXT NOT NULL,
  protocol TEXT,
  ctdi_vol_mgy TEXT,
  phantom_cm INTEGER,
  dlp_mgycm TEXT,
  device_key TEXT NOT NULL,
  PRIMARY KEY (site, study_uid, event_key),
  FOREIGN KEY (site, study_uid) REFERENCES exam (site, study_uid) ON DELETE CASCADE
);
CREATE TABLE part (
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  position INTEGER NOT NULL,
  category TEXT,
  phantom_cm INTEGER,
  ctdi_vol_mgy TEXT,
  dlp_mgycm TEXT,
  PRIMARY KEY (site, study_uid, position),
  FOREIGN KEY (site, study_uid) REFERENCES exam (site, study_uid) ON DELETE CASCADE
);
CREATE INDEX part_category ON part (site, category);
CREATE TABLE device (
  site TEXT NOT NULL,
  device_key TEXT NOT NULL,
  software_version TEXT NOT NULL,
  manufacturer TEXT,
  model TEXT,
  serial_number TEXT,
  station_name TEXT,
  first_report TEXT NOT NULL,
  last_report TEXT NOT NULL,
  PRIMARY KEY (site, device_key, software_version)
);
CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  alert_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  category TEXT,
  quantity TEXT,
  value TEXT,
  drl TEXT,
  ratio TEXT,
  drl_set TEXT,
  text TEXT NOT NULL,
  acknowledged_by TEXT,
  acknowledged_at TEXT,
  reason TEXT,
  note TEXT,
  UNIQUE (site, study_uid, alert_key)
);
CREATE INDEX alert_status ON alert (site, status, opened_at);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE TABLE release (
  site TEXT NOT NULL,
  period TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  closed_at TEXT NOT NULL,
  json BLOB NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at TEXT NOT NULL,
  note TEXT,
  PRIMARY KEY (site, period)
);
