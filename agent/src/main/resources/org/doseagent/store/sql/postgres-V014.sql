CREATE TABLE store_key (
  site TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  recorded_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (site, name)
);
CREATE TABLE dictionary_generation (
  site TEXT COLLATE "C" NOT NULL,
  generation BIGINT NOT NULL,
  PRIMARY KEY (site)
);
CREATE FUNCTION uncount_received() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE received_count SET objects = objects - 1 WHERE site = OLD.site AND agent = OLD.id >> 40 AND state = OLD.state;
  RETURN NULL; END $$;
CREATE TRIGGER received_removed AFTER DELETE ON received FOR EACH ROW EXECUTE FUNCTION uncount_received();
