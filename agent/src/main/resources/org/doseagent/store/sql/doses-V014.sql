CREATE TABLE store_key (
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (site, name)
);
CREATE TABLE dictionary_generation (
  site TEXT NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (site)
);
CREATE TRIGGER received_removed AFTER DELETE ON received BEGIN UPDATE received_count SET objects = objects - 1 WHERE site = old.site AND state = old.state; END;
