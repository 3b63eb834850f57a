CREATE TABLE release_by_sequence (
  site TEXT NOT NULL,
  period TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  submission_id TEXT NOT NULL,
  closed_at TEXT NOT NULL,
  json BLOB NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at TEXT NOT NULL,
  note TEXT,
  PRIMARY KEY (site, period, sequence),
  UNIQUE (site, submission_id)
);
INSERT INTO release_by_sequence (site, period, sequence, submission_id, closed_at, json, state, attempts, next_attempt_at, note)
  SELECT site, period, 1, submission_id, closed_at, json, state, attempts, next_attempt_at, note FROM release;
DROP TABLE release;
ALTER TABLE release_by_sequence RENAME TO release;
CREATE TABLE release_cell (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site TEXT NOT NULL,
  period TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  from_sequence INTEGER NOT NULL,
  cell_key TEXT NOT NULL,
  json TEXT NOT NULL,
  merkle_root TEXT NOT NULL,
  epsilon TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (site, period, sequence, cell_key),
  FOREIGN KEY (site, period, sequence) REFERENCES release (site, period, sequence)
);
CREATE TABLE release_leaf (
  site TEXT NOT NULL,
  cell_id INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  part BLOB NOT NULL,
  PRIMARY KEY (site, cell_id, leaf),
  FOREIGN KEY (cell_id) REFERENCES release_cell (id)
) WITHOUT ROWID;
CREATE TRIGGER release_cell_stays BEFORE UPDATE ON release_cell BEGIN SELECT RAISE(ABORT, 'a released cell is never changed'); END;
CREATE TRIGGER release_cell_remains BEFORE DELETE ON release_cell BEGIN SELECT RAISE(ABORT, 'a released cell is never removed'); END;
CREATE TRIGGER release_leaf_stays BEFORE UPDATE ON release_leaf BEGIN SELECT RAISE(ABORT, 'a leaf of a released cell is never changed'); END;
CREATE TRIGGER release_leaf_remains BEFORE DELETE ON release_leaf BEGIN SELECT RAISE(ABORT, 'a leaf of a released cell is never removed'); END;
CREATE TRIGGER release_bytes_stay BEFORE UPDATE OF period, sequence, submission_id, json ON release BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
