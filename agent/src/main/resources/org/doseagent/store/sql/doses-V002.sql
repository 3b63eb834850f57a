ALTER TABLE part ADD COLUMN study_date_time TEXT;
ALTER TABLE part ADD COLUMN device_key TEXT;
ALTER TABLE part ADD COLUMN age_days INTEGER;
ALTER TABLE part ADD COLUMN weight_kg TEXT;
ALTER TABLE part ADD COLUMN is_qa INTEGER NOT NULL DEFAULT 0;
ALTER TABLE part ADD COLUMN dlp_diagnostic_mgycm TEXT;
ALTER TABLE part ADD COLUMN dlp_largest_event_mgycm TEXT;
UPDATE part SET
  study_date_time = (SELECT e.study_date_time FROM exam e WHERE e.site = part.site AND e.study_uid = part.study_uid),
  device_key = (SELECT e.device_key FROM exam e WHERE e.site = part.site AND e.study_uid = part.study_uid),
  is_qa = (SELECT e.is_qa FROM exam e WHERE e.site = part.site AND e.study_uid = part.study_uid),
  age_days = (SELECT json_extract(e.json, '$.exam.patient.ageDays') FROM exam e WHERE e.site = part.site AND e.study_uid = part.study_uid),
  weight_kg = (SELECT CAST(json_extract(e.json, '$.exam.patient.weightKg') AS TEXT) FROM exam e
                WHERE e.site = part.site AND e.study_uid = part.study_uid),
  dlp_diagnostic_mgycm = (SELECT CAST(round(sum(CAST(v.dlp_mgycm AS REAL)), 6) AS TEXT) FROM event v
                WHERE v.site = part.site AND v.study_uid = part.study_uid AND v.role = 'DIAGNOSTIC' AND v.phantom_cm = part.phantom_cm
                  AND v.position IN (SELECT i.value FROM exam e, json_each(e.json, '$.parts[' || part.position || '].eventIndices') i
                                      WHERE e.site = part.site AND e.study_uid = part.study_uid)),
  dlp_largest_event_mgycm = (SELECT CAST(round(max(CAST(v.dlp_mgycm AS REAL)), 6) AS TEXT) FROM event v
                WHERE v.site = part.site AND v.study_uid = part.study_uid AND v.role = 'DIAGNOSTIC' AND v.phantom_cm = part.phantom_cm
                  AND v.position IN (SELECT i.value FROM exam e, json_each(e.json, '$.parts[' || part.position || '].eventIndices') i
                                      WHERE e.site = part.site AND e.study_uid = part.study_uid));
ALTER TABLE part ADD COLUMN study_month TEXT;
ALTER TABLE part ADD COLUMN is_adult INTEGER;
UPDATE part SET study_month = substr(study_date_time, 1, 7), is_adult = CASE WHEN age_days IS NULL THEN NULL ELSE age_days >= 6574 END;
DROP INDEX part_category;
CREATE INDEX part_group ON part (site, is_qa, category, study_date_time);
CREATE INDEX part_statistics ON part (site, is_qa, category, study_month, device_key, phantom_cm, is_adult, ctdi_vol_mgy, dlp_mgycm);
ALTER TABLE event ADD COLUMN study_month TEXT;
UPDATE event SET study_month = (SELECT substr(e.study_date_time, 1, 7) FROM exam e WHERE e.site = event.site AND e.study_uid = event.study_uid);
CREATE INDEX event_statistics ON event (site, role, protocol, study_month, device_key, phantom_cm, ctdi_vol_mgy, dlp_mgycm);
ALTER TABLE alert ADD COLUMN device TEXT;
ALTER TABLE alert ADD COLUMN closed_by TEXT;
UPDATE alert SET closed_by = 'agent' WHERE status = 'closed';
CREATE TABLE adoption (
  site TEXT NOT NULL,
  set_id TEXT NOT NULL,
  set_sha256 TEXT NOT NULL,
  adopted_by TEXT NOT NULL,
  adopted_at TEXT NOT NULL,
  PRIMARY KEY (site, set_id, set_sha256)
);
