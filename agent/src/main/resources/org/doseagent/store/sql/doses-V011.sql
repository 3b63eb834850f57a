ALTER TABLE release ADD COLUMN rules INTEGER NOT NULL DEFAULT 1;
ALTER TABLE audit ADD COLUMN hash_form INTEGER NOT NULL DEFAULT 1;
CREATE TABLE ledger_head (
  site TEXT NOT NULL,
  releases INTEGER NOT NULL,
  cells INTEGER NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (site)
);
CREATE TABLE partition_scheme (
  site TEXT NOT NULL,
  year INTEGER NOT NULL,
  scheme TEXT NOT NULL,
  PRIMARY KEY (site, year)
);
CREATE TABLE person (
  site TEXT NOT NULL,
  patient_key TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (site, patient_key)
) WITHOUT ROWID;
CREATE TRIGGER partition_scheme_stays BEFORE UPDATE ON partition_scheme BEGIN SELECT RAISE(ABORT, 'the partition of a year is never changed'); END;
CREATE TRIGGER partition_scheme_remains BEFORE DELETE ON partition_scheme BEGIN SELECT RAISE(ABORT, 'the partition of a year is never removed'); END;
CREATE TRIGGER release_remains BEFORE DELETE ON release BEGIN SELECT RAISE(ABORT, 'a release is never removed'); END;
