-- No release made schema 12 in PostgreSQL, so no row has to be converted.
ALTER TABLE alert ADD COLUMN problems TEXT COLLATE "C";
ALTER TABLE alert ADD COLUMN marks TEXT COLLATE "C";
