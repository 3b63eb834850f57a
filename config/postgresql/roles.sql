-- Roles of a database that dose agents share. Run once, as a superuser, in the database:
--   createdb dose && psql -d dose -v ON_ERROR_STOP=1 -f roles.sql
-- then give each person or agent a login that is a member of one role. What an administrator makes belongs to dose_owner:
--   CREATE ROLE dose_admin LOGIN PASSWORD '...' IN ROLE dose_owner; ALTER ROLE dose_admin SET ROLE TO dose_owner;
--   CREATE ROLE agent_site_a LOGIN PASSWORD '...' IN ROLE dose_agent;
--
--   dose_owner   makes and updates the tables; only a migration needs it
--   dose_agent   reads and writes rows; removes only what the agent itself replaces
--   dose_reader  reads; for the lists and statistics of the command line
--
-- A member of dose_owner makes the tables at the first start, and updates them after an upgrade; then run grants.sql.
CREATE ROLE dose_owner NOLOGIN;
CREATE ROLE dose_agent NOLOGIN;
CREATE ROLE dose_reader NOLOGIN;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO dose_owner;
GRANT USAGE ON SCHEMA public TO dose_agent, dose_reader;
DO $$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO dose_owner, dose_agent, dose_reader', current_database());
END $$;
