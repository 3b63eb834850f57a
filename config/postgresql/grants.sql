-- Rights on the tables. Run after the tables were made and after each upgrade that changed them, as dose_admin:
--   psql -U dose_admin -d dose -v ON_ERROR_STOP=1 -f grants.sql
-- An agent may not change the schema, disable a trigger, or remove what is append-only: audit, releases and their cells.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO dose_agent, dose_reader;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO dose_agent;
GRANT DELETE ON exam, report, event, event_detail, xray_source, dose_check, finding, part, assessment, inbox_attempt, commitment,
  commitment_object TO dose_agent;
REVOKE INSERT, UPDATE ON schema_version FROM dose_agent;
REVOKE UPDATE ON audit, release_cell, release_leaf, partition_scheme FROM dose_agent;
