CREATE TABLE facility (
  number INTEGER PRIMARY KEY,
  pseudonym TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  public_key TEXT NOT NULL,
  key_number INTEGER NOT NULL,
  enrolled_at TEXT NOT NULL,
  withdrawn_at TEXT
);
CREATE TABLE facility_key (
  public_key TEXT PRIMARY KEY,
  facility INTEGER NOT NULL REFERENCES facility (number),
  key_number INTEGER NOT NULL,
  since TEXT NOT NULL,
  act TEXT NOT NULL
);
CREATE TABLE token (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  pseudonym TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
);
CREATE TABLE submission (
  number INTEGER PRIMARY KEY,
  submission_id TEXT NOT NULL UNIQUE,
  facility INTEGER NOT NULL REFERENCES facility (number),
  period_start TEXT NOT NULL,
  period_end TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  supersedes TEXT NOT NULL,
  received_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  content BLOB NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (facility, period_start, period_end, sequence)
);
CREATE TRIGGER submission_stays BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'a submission is never changed'); END;
CREATE TRIGGER submission_remains BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'a submission is never removed'); END;
CREATE TABLE day_count (
  facility INTEGER NOT NULL,
  day TEXT NOT NULL,
  submissions INTEGER NOT NULL,
  PRIMARY KEY (facility, day)
);
CREATE TABLE incident (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  facility INTEGER NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX incident_day ON incident (at);
CREATE TRIGGER incident_stays BEFORE UPDATE ON incident BEGIN SELECT RAISE(ABORT, 'an incident is never changed'); END;
CREATE TRIGGER incident_remains BEFORE DELETE ON incident BEGIN SELECT RAISE(ABORT, 'an incident is never removed'); END;
CREATE TABLE due (
  facility INTEGER NOT NULL,
  year INTEGER NOT NULL,
  marks INTEGER NOT NULL,
  PRIMARY KEY (facility, year)
);
CREATE TABLE figure_key (
  number INTEGER PRIMARY KEY,
  category TEXT NOT NULL,
  population TEXT NOT NULL,
  equipment_age TEXT NOT NULL,
  quantity TEXT NOT NULL,
  phantom_cm INTEGER NOT NULL,
  UNIQUE (category, population, equipment_age, quantity, phantom_cm)
);
CREATE TABLE facility_median (
  year INTEGER NOT NULL,
  figure_key INTEGER NOT NULL REFERENCES figure_key (number),
  facility INTEGER NOT NULL REFERENCES facility (number),
  median TEXT NOT NULL,
  exams INTEGER NOT NULL,
  run INTEGER NOT NULL,
  PRIMARY KEY (year, figure_key, facility)
) WITHOUT ROWID;
CREATE TABLE changed_year (
  year INTEGER PRIMARY KEY,
  run INTEGER NOT NULL
);
CREATE TABLE figure (
  year INTEGER NOT NULL,
  country TEXT NOT NULL,
  figure_key INTEGER NOT NULL REFERENCES figure_key (number),
  run INTEGER NOT NULL,
  facilities INTEGER NOT NULL,
  p25 TEXT NOT NULL,
  p50 TEXT NOT NULL,
  p75 TEXT NOT NULL,
  p50_low TEXT,
  p50_high TEXT,
  p75_low TEXT,
  p75_high TEXT,
  PRIMARY KEY (year, country, figure_key)
) WITHOUT ROWID;
CREATE TABLE edition (
  number INTEGER PRIMARY KEY,
  published_at TEXT NOT NULL
);
CREATE TABLE edition_document (
  edition INTEGER NOT NULL REFERENCES edition (number),
  name TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (edition, name)
);
CREATE TRIGGER edition_stays BEFORE UPDATE ON edition_document BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END;
CREATE TRIGGER edition_remains BEFORE DELETE ON edition_document BEGIN SELECT RAISE(ABORT, 'an edition is never removed'); END;
