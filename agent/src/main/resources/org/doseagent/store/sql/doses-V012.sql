CREATE TABLE qa_decision (
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  is_qa INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  note TEXT,
  PRIMARY KEY (site, study_uid)
);
