CREATE TABLE event_detail (
  site BIGINT NOT NULL,
  exam BIGINT NOT NULL,
  event INTEGER NOT NULL,
  is_repeated INTEGER,
  repeat_reason INTEGER,
  top_mm TEXT COLLATE "C",
  bottom_mm TEXT COLLATE "C",
  PRIMARY KEY (site, exam, event),
  FOREIGN KEY (site, exam) REFERENCES exam (site, id) ON DELETE CASCADE
);
