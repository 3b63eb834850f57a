CREATE TABLE period_scheme (
  site TEXT COLLATE "C" NOT NULL,
  year INTEGER NOT NULL,
  scheme TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (site, year)
);
CREATE TRIGGER period_scheme_stays BEFORE UPDATE ON period_scheme FOR EACH ROW EXECUTE FUNCTION refuse_change('the periods of a year are never changed');
CREATE TRIGGER period_scheme_remains BEFORE DELETE ON period_scheme FOR EACH ROW EXECUTE FUNCTION refuse_change('the periods of a year are never removed');
