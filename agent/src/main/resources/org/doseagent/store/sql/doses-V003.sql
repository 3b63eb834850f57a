ALTER TABLE exam ADD COLUMN software_version TEXT;
ALTER TABLE exam ADD COLUMN received_at TEXT;
UPDATE exam SET
  software_version = json_extract(json, '$.exam.device.softwareVersion'),
  received_at = json_extract(json, '$.exam.reports[0].receivedAt');
CREATE INDEX exam_history ON exam (site, is_qa, study_date_time, device_key, software_version, received_at);
