CREATE TABLE event_detail (
  site INTEGER NOT NULL,
  exam INTEGER NOT NULL,
  event INTEGER NOT NULL,
  is_repeated INTEGER,
  repeat_reason INTEGER,
  top_mm TEXT,
  bottom_mm TEXT,
  PRIMARY KEY (site, exam, event),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
) WITHOUT ROWID;
