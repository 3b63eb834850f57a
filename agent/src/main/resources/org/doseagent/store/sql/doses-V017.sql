CREATE TABLE period_scheme (
  site TEXT NOT NULL,
  year INTEGER NOT NULL,
  scheme TEXT NOT NULL,
  PRIMARY KEY (site, year)
) WITHOUT ROWID;
CREATE TRIGGER period_scheme_stays BEFORE UPDATE ON period_scheme BEGIN SELECT RAISE(ABORT, 'the periods of a year are never changed'); END;
CREATE TRIGGER period_scheme_remains BEFORE DELETE ON period_scheme BEGIN SELECT RAISE(ABORT, 'the periods of a year are never removed'); END;
