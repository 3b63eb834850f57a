ALTER TABLE report RENAME TO earlier_report;
ALTER TABLE device RENAME TO earlier_device;
DROP TABLE event;
ALTER TABLE part RENAME TO earlier_part;
ALTER TABLE exam RENAME TO earlier_exam;
DROP INDEX report_study;
DROP INDEX exam_date;
DROP INDEX exam_accession;
DROP INDEX exam_history;
DROP INDEX exam_device;
DROP INDEX part_group;
DROP INDEX part_statistics;
CREATE INDEX earlier_report_study ON earlier_report (site, study_uid);
ALTER TABLE alert ADD COLUMN exam_position INTEGER;
ALTER TABLE alert ADD COLUMN exam_severity INTEGER;
CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE text (
  site INTEGER NOT NULL,
  id INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (site, id)
) WITHOUT ROWID;
CREATE INDEX text_hash ON text (site, hash);
CREATE TABLE code (
  site INTEGER NOT NULL,
  id INTEGER NOT NULL,
  value TEXT NOT NULL,
  scheme TEXT NOT NULL,
  meaning TEXT NOT NULL,
  PRIMARY KEY (site, id),
  UNIQUE (site, value, scheme, meaning)
) WITHOUT ROWID;
CREATE TABLE device (
  site INTEGER NOT NULL,
  id INTEGER NOT NULL,
  device_key TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (site, id),
  UNIQUE (site, device_key)
) WITHOUT ROWID;
CREATE TABLE scanner (
  site INTEGER NOT NULL,
  id INTEGER NOT NULL,
  device INTEGER NOT NULL,
  manufacturer TEXT,
  model TEXT,
  serial_number TEXT,
  software_version TEXT,
  station_name TEXT,
  first_report TEXT,
  last_report TEXT,
  PRIMARY KEY (site, id),
  FOREIGN KEY (site, device) REFERENCES device (site, id)
) WITHOUT ROWID;
CREATE INDEX scanner_device ON scanner (site, device);
CREATE TABLE exam (
  site INTEGER NOT NULL,
  id INTEGER NOT NULL,
  study_uid TEXT NOT NULL,
  revision INTEGER NOT NULL,
  patient_key TEXT,
  scanner INTEGER NOT NULL,
  device INTEGER NOT NULL,
  is_qa INTEGER NOT NULL,
  received_at TEXT,
  reported_dlp_mgycm TEXT,
  reported_event_count INTEGER,
  event_count INTEGER NOT NULL,
  events TEXT NOT NULL,
  findings TEXT NOT NULL,
  accession_number TEXT,
  study_date_time TEXT,
  utc_offset_s INTEGER,
  study_description INTEGER,
  institution INTEGER,
  procedure_codes TEXT,
  sex TEXT,
  age_days INTEGER,
  age_years TEXT,
  weight_kg TEXT,
  height_m TEXT,
  PRIMARY KEY (site, id),
  FOREIGN KEY (site, scanner) REFERENCES scanner (site, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX exam_study ON exam (site, study_uid);
CREATE INDEX exam_accession ON exam (site, accession_number);
CREATE INDEX exam_date ON exam (site, study_date_time);
CREATE INDEX exam_history ON exam (site, is_qa, study_date_time, device, scanner, received_at);
CREATE INDEX exam_device ON exam (site, device);
CREATE TABLE report (
  site INTEGER NOT NULL,
  exam INTEGER NOT NULL,
  inbox_id INTEGER NOT NULL,
  position INTEGER,
  received_at TEXT NOT NULL,
  calling_ae_title INTEGER,
  patient_key TEXT,
  sop_instance_uid TEXT NOT NULL,
  sop_class_uid INTEGER NOT NULL,
  content_date_time TEXT,
  predecessors TEXT NOT NULL,
  scanner INTEGER NOT NULL,
  is_qa INTEGER NOT NULL,
  events TEXT NOT NULL,
  findings TEXT NOT NULL,
  total_dlp_mgycm TEXT,
  total_event_count INTEGER,
  total_effective_dose_msv TEXT,
  sub_totals TEXT,
  accession_number TEXT,
  study_date_time TEXT,
  utc_offset_s INTEGER,
  study_description INTEGER,
  institution INTEGER,
  procedure_codes TEXT,
  sex TEXT,
  age_days INTEGER,
  age_years TEXT,
  weight_kg TEXT,
  height_m TEXT,
  PRIMARY KEY (site, exam, inbox_id),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE UNIQUE INDEX report_inbox ON report (site, inbox_id);
CREATE TABLE event (
  site INTEGER NOT NULL,
  exam INTEGER NOT NULL,
  number INTEGER NOT NULL,
  counts INTEGER NOT NULL,
  event_key TEXT NOT NULL,
  is_uid INTEGER NOT NULL,
  role INTEGER NOT NULL,
  acquisition_type INTEGER,
  protocol INTEGER,
  target_region INTEGER,
  procedure_context INTEGER,
  started_at TEXT,
  ctdi_vol_mgy TEXT,
  phantom_cm INTEGER,
  is_phantom_inferred INTEGER NOT NULL,
  dlp_mgycm TEXT,
  ssde_mgy TEXT,
  ssde_method INTEGER,
  water_equivalent_diameter_mm TEXT,
  effective_dose_msv TEXT,
  scan_length_mm TEXT,
  exposure_time_s TEXT,
  pitch TEXT,
  single_collimation_mm TEXT,
  total_collimation_mm TEXT,
  xray_source_count TEXT,
  modulation_type INTEGER,
  scanner INTEGER NOT NULL,
  device INTEGER NOT NULL,
  study_month INTEGER,
  has_dose_check INTEGER NOT NULL,
  PRIMARY KEY (site, exam, number),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX event_statistics ON event (site, counts, role, protocol, study_month, device, phantom_cm, ctdi_vol_mgy, dlp_mgycm);
CREATE TABLE xray_source (
  site INTEGER NOT NULL,
  exam INTEGER NOT NULL,
  event INTEGER NOT NULL,
  number INTEGER NOT NULL,
  source INTEGER,
  kvp TEXT,
  tube_current_mean_ma TEXT,
  tube_current_max_ma TEXT,
  exposure_time_per_rotation_s TEXT,
  PRIMARY KEY (site, exam, event, number),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE dose_check (
  site INTEGER NOT NULL,
  exam INTEGER NOT NULL,
  event INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  is_dlp_configured INTEGER,
  dlp_value_mgycm TEXT,
  dlp_forward_estimate_mgycm TEXT,
  is_ctdi_vol_configured INTEGER,
  ctdi_vol_value_mgy TEXT,
  ctdi_vol_forward_estimate_mgy TEXT,
  PRIMARY KEY (site, exam, event, kind),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE finding (
  site INTEGER NOT NULL,
  exam INTEGER NOT NULL,
  number INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  path TEXT NOT NULL,
  text INTEGER NOT NULL,
  PRIMARY KEY (site, exam, number),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE part (
  site INTEGER NOT NULL,
  exam INTEGER NOT NULL,
  number INTEGER NOT NULL,
  category TEXT,
  mapping_rule INTEGER,
  mapping_version INTEGER,
  evidence INTEGER,
  phantom_cm INTEGER,
  ctdi_vol_mgy TEXT,
  dlp_mgycm TEXT,
  dlp_diagnostic_mgycm TEXT,
  dlp_largest_event_mgycm TEXT,
  events TEXT NOT NULL,
  study_date_time TEXT,
  study_month INTEGER,
  device INTEGER NOT NULL,
  age_days INTEGER,
  is_adult INTEGER,
  weight_kg TEXT,
  is_qa INTEGER NOT NULL,
  PRIMARY KEY (site, exam, number),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX part_group ON part (site, is_qa, category, study_date_time);
CREATE INDEX part_statistics ON part (site, is_qa, category, study_month, device, phantom_cm, is_adult, ctdi_vol_mgy, dlp_mgycm);
CREATE TABLE assessment (
  site INTEGER NOT NULL,
  exam INTEGER NOT NULL,
  number INTEGER NOT NULL,
  part INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  value TEXT,
  drl TEXT,
  ratio TEXT,
  verdict INTEGER NOT NULL,
  reason INTEGER,
  drl_set INTEGER,
  drl_set_hash INTEGER,
  population INTEGER,
  PRIMARY KEY (site, exam, number),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
) WITHOUT ROWID;
