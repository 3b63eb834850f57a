BEGIN TRANSACTION;
CREATE TABLE adoption (
  site TEXT NOT NULL,
  set_id TEXT NOT NULL,
  set_sha256 TEXT NOT NULL,
  adopted_by TEXT NOT NULL,
  adopted_at TEXT NOT NULL,
  PRIMARY KEY (site, set_id, set_sha256)
);
CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  alert_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  category TEXT,
  quantity TEXT,
  value TEXT,
  drl TEXT,
  ratio TEXT,
  drl_set TEXT,
  text TEXT NOT NULL,
  acknowledged_by TEXT,
  acknowledged_at TEXT,
  reason TEXT,
  note TEXT, device TEXT, closed_by TEXT, severity INTEGER NOT NULL DEFAULT 0, opening INTEGER NOT NULL DEFAULT 1, is_untold INTEGER NOT NULL DEFAULT 0,
  UNIQUE (site, study_uid, alert_key)
);
INSERT INTO "alert" VALUES(1,'demo-hospital','2.25.120346767553947623252096972543822059903','drl/0/DLP/uk-ndrl-2022','exam-far-above-drl','open','2026-11-25T15:09:35.501645912Z','CT-PULMONARY-ANGIOGRAPHY','DLP','903.6','310','2.915','uk-ndrl-2022','CT-PULMONARY-ANGIOGRAPHY: DLP 903.6 mGy·cm is above the DRL of 310 mGy·cm (ratio 2.915, which is above 2 times the DRL). Counted: 1 diagnostic events on the 32 cm phantom; localizer and timing events: 1 (counted for DLP). Rule pulmonary-embolism, set uk-ndrl-2022 (UKHSA, National Diagnostic Reference Levels (NDRLs) from 20 November 2024, Table 1, www.gov.uk/government/publications/diagnostic-radiology-national-diagnostic-reference-levels-ndrls/ndrl, from 20 November 2024 (values adopted 2022)). A diagnostic reference level (DRL) is a level for groups of patients, not a limit for one of them; an alert is a hint to look.',NULL,NULL,NULL,NULL,NULL,NULL,6,1,1);
INSERT INTO "alert" VALUES(2,'demo-hospital','2.25.120346767553947623252096972543822059903','drl/0/CTDIVOL/uk-ndrl-2022','exam-far-above-drl','open','2026-11-25T15:09:35.502203070Z','CT-PULMONARY-ANGIOGRAPHY','CTDIVOL','30.0','9.1','3.297','uk-ndrl-2022','CT-PULMONARY-ANGIOGRAPHY: CTDIvol 30.0 mGy is above the DRL of 9.1 mGy (ratio 3.297, which is above 2 times the DRL). Counted: 1 diagnostic events on the 32 cm phantom; localizer and timing events: 1 (left out). Rule pulmonary-embolism, set uk-ndrl-2022 (UKHSA, National Diagnostic Reference Levels (NDRLs) from 20 November 2024, Table 1, www.gov.uk/government/publications/diagnostic-radiology-national-diagnostic-reference-levels-ndrls/ndrl, from 20 November 2024 (values adopted 2022)). A diagnostic reference level (DRL) is a level for groups of patients, not a limit for one of them; an alert is a hint to look.',NULL,NULL,NULL,NULL,NULL,NULL,8,1,1);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  site TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
, alert_id INTEGER);
CREATE TABLE audit_head (
  site TEXT NOT NULL,
  entries INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (site)
);
CREATE TABLE device (
  site TEXT NOT NULL,
  device_key TEXT NOT NULL,
  software_version TEXT NOT NULL,
  manufacturer TEXT,
  model TEXT,
  serial_number TEXT,
  station_name TEXT,
  first_report TEXT NOT NULL,
  last_report TEXT NOT NULL,
  PRIMARY KEY (site, device_key, software_version)
);
INSERT INTO "device" VALUES('demo-hospital','SIEMENS|SOMATOM Force|S0001','VB20A','SIEMENS','SOMATOM Force','S0001',NULL,'2026-11-25T15:09:35.024060853Z','2026-11-25T15:09:35.035518799Z');
CREATE TABLE event (
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  event_key TEXT NOT NULL,
  position INTEGER NOT NULL,
  role TEXT NOT NULL,
  protocol TEXT,
  ctdi_vol_mgy TEXT,
  phantom_cm INTEGER,
  dlp_mgycm TEXT,
  device_key TEXT NOT NULL, study_month TEXT,
  PRIMARY KEY (site, study_uid, event_key),
  FOREIGN KEY (site, study_uid) REFERENCES exam (site, study_uid) ON DELETE CASCADE
);
INSERT INTO "event" VALUES('demo-hospital','2.25.105086108809368068847239451801485808324','2.25.191538239858737453517084416687699249559',0,'LOCALIZER','Scout',NULL,NULL,NULL,'SIEMENS|SOMATOM Force|S0001','2026-10');
INSERT INTO "event" VALUES('demo-hospital','2.25.105086108809368068847239451801485808324','2.25.208288521726146928910806578185787160',1,'DIAGNOSTIC','Chest Routine','6.0',32,'210.0','SIEMENS|SOMATOM Force|S0001','2026-10');
INSERT INTO "event" VALUES('demo-hospital','2.25.120346767553947623252096972543822059903','2.25.223221473209517821962686028636795491143',0,'TIMING','PE STUDY SMARTPREP','3.6',32,'3.6','SIEMENS|SOMATOM Force|S0001','2026-10');
INSERT INTO "event" VALUES('demo-hospital','2.25.120346767553947623252096972543822059903','2.25.150448511204730763474757549278841527795',1,'DIAGNOSTIC','PE STUDY SMARTPREP','30.0',32,'900.0','SIEMENS|SOMATOM Force|S0001','2026-10');
INSERT INTO "event" VALUES('demo-hospital','2.25.120346767553947623252096972543822059903','2.25.319327557579193148752269284460856038053',2,'DIAGNOSTIC','Perfusion monitoring','200.0',32,'192.0','SIEMENS|SOMATOM Force|S0001','2026-10');
CREATE TABLE exam (
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  accession_number TEXT,
  study_date_time TEXT,
  device_key TEXT NOT NULL,
  device_label TEXT NOT NULL,
  is_qa INTEGER NOT NULL,
  json TEXT NOT NULL, software_version TEXT, received_at TEXT,
  PRIMARY KEY (site, study_uid)
);
INSERT INTO "exam" VALUES('demo-hospital','2.25.105086108809368068847239451801485808324','T16BUV0H','2026-10-05T10:11:12','SIEMENS|SOMATOM Force|S0001','SOMATOM Force S0001',1,'{"exam":{"studyInstanceUid":"2.25.105086108809368068847239451801485808324","patientKey":"8dfa9cb9c0c590fef85f96a9e3519349","study":{"accessionNumber":"T16BUV0H","studyDateTime":"2026-10-05T10:11:12","studyDescription":"CT Chest","institution":null,"procedureCodes":[],"utcOffset":null},"patient":{"sex":"F","ageDays":22280,"ageYears":61,"weightKg":null,"heightM":null},"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null},"isQa":true,"reportedDlpTotalMGyCm":210.0,"reportedEventCount":2,"events":[{"key":{"value":"2.25.191538239858737453517084416687699249559","isUid":true},"protocol":"Scout","acquisitionType":"CONSTANT_ANGLE","role":"LOCALIZER","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":400,"exposureTimeS":5.2,"pitch":null,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":20,"tubeCurrentMaxMa":20,"exposureTimePerRotationS":null}]},"dose":{"ctdiVolMGy":null,"phantomCm":null,"phantomInferred":false,"dlpMGyCm":null,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}},{"key":{"value":"2.25.208288521726146928910806578185787160","isUid":true},"protocol":"Chest Routine","acquisitionType":"SPIRAL","role":"DIAGNOSTIC","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":350,"exposureTimeS":5.2,"pitch":0.9,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":180,"tubeCurrentMaxMa":320,"exposureTimePerRotationS":0.5}]},"dose":{"ctdiVolMGy":6.0,"phantomCm":32,"phantomInferred":false,"dlpMGyCm":210.0,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}}],"findings":[{"code":"INFERRED","path":"header","text":"name, Patient ID or protocol matches a pattern of this site for phantoms and quality control; the exam does not count as one of a patient"}],"reports":[{"sopInstanceUid":"2.25.5125371859305301859551456199923648410","sopClassUid":"1.2.840.10008.5.1.4.1.1.88.67","receivedAt":"2026-11-25T15:09:35.024060853Z","callingAeTitle":"IMPORT"}]},"parts":[{"category":"CT-CHEST","mappingRule":"chest","mappingVersion":"6d217da3f3d3","evidence":"acquisition protocol","phantomCm":32,"ctdiVolMGy":6.0,"dlpMGyCm":210.0,"dlpDiagnosticMGyCm":210.0,"dlpLargestEventMGyCm":210.0,"eventIndices":[0,1]}],"assessments":[{"part":0,"quantity":"DLP","value":210.0,"drl":null,"ratio":null,"verdict":"NOT_ASSESSED","reason":"quality control or phantom, not a patient","drlSet":null,"drlSetHash":null,"population":null},{"part":0,"quantity":"CTDIVOL","value":6.0,"drl":null,"ratio":null,"verdict":"NOT_ASSESSED","reason":"quality control or phantom, not a patient","drlSet":null,"drlSetHash":null,"population":null}],"alerts":[]}','VB20A','2026-11-25T15:09:35.024060853Z');
INSERT INTO "exam" VALUES('demo-hospital','2.25.120346767553947623252096972543822059903','T18ENV9H','2026-10-05T10:11:12','SIEMENS|SOMATOM Force|S0001','SOMATOM Force S0001',0,'{"exam":{"studyInstanceUid":"2.25.120346767553947623252096972543822059903","patientKey":"8dfa9cb9c0c590fef85f96a9e3519349","study":{"accessionNumber":"T18ENV9H","studyDateTime":"2026-10-05T10:11:12","studyDescription":"CT Chest","institution":null,"procedureCodes":[],"utcOffset":null},"patient":{"sex":"F","ageDays":22280,"ageYears":61,"weightKg":null,"heightM":null},"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null},"isQa":false,"reportedDlpTotalMGyCm":1095.6,"reportedEventCount":3,"events":[{"key":{"value":"2.25.223221473209517821962686028636795491143","isUid":true},"protocol":"PE STUDY SMARTPREP","acquisitionType":"STATIONARY","role":"TIMING","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":10,"exposureTimeS":5.2,"pitch":null,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":40,"tubeCurrentMaxMa":40,"exposureTimePerRotationS":0.5}]},"dose":{"ctdiVolMGy":3.6,"phantomCm":32,"phantomInferred":false,"dlpMGyCm":3.6,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}},{"key":{"value":"2.25.150448511204730763474757549278841527795","isUid":true},"protocol":"PE STUDY SMARTPREP","acquisitionType":"SPIRAL","role":"DIAGNOSTIC","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":300,"exposureTimeS":5.2,"pitch":0.9,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":180,"tubeCurrentMaxMa":320,"exposureTimePerRotationS":0.5}]},"dose":{"ctdiVolMGy":30.0,"phantomCm":32,"phantomInferred":false,"dlpMGyCm":900.0,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}},{"key":{"value":"2.25.319327557579193148752269284460856038053","isUid":true},"protocol":"Perfusion monitoring","acquisitionType":"STATIONARY","role":"DIAGNOSTIC","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":9.6,"exposureTimeS":5.2,"pitch":null,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":40,"tubeCurrentMaxMa":40,"exposureTimePerRotationS":0.5}]},"dose":{"ctdiVolMGy":200.0,"phantomCm":32,"phantomInferred":false,"dlpMGyCm":192.0,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}}],"findings":[{"code":"INFERRED","path":"5","text":"the event counts as a timing run (bolus tracking or test bolus): it is short and the table does not move, or its protocol has such a name"}],"reports":[{"sopInstanceUid":"2.25.79021616863008721960304888025865356497","sopClassUid":"1.2.840.10008.5.1.4.1.1.88.67","receivedAt":"2026-11-25T15:09:35.035518799Z","callingAeTitle":"IMPORT"}]},"parts":[{"category":"CT-PULMONARY-ANGIOGRAPHY","mappingRule":"pulmonary-embolism","mappingVersion":"6d217da3f3d3","evidence":"acquisition protocol","phantomCm":32,"ctdiVolMGy":30.0,"dlpMGyCm":903.6,"dlpDiagnosticMGyCm":900.0,"dlpLargestEventMGyCm":900.0,"eventIndices":[0,1]},{"category":"CT-HEAD-PERFUSION","mappingRule":"perfusion","mappingVersion":"6d217da3f3d3","evidence":"acquisition protocol","phantomCm":32,"ctdiVolMGy":200.0,"dlpMGyCm":192.0,"dlpDiagnosticMGyCm":192.0,"dlpLargestEventMGyCm":192.0,"eventIndices":[2]}],"assessments":[{"part":0,"quantity":"DLP","value":903.6,"drl":310,"ratio":2.915,"verdict":"EXCEEDED","reason":"the source does not state its phantom, compared on 32 cm","drlSet":"uk-ndrl-2022","drlSetHash":"b343dd2a11698b0b0cec23791db7ff6acb2e4161713942d51cb37c9fe8dbf6e8","population":"adult"},{"part":0,"quantity":"DLP","value":900.0,"drl":307,"ratio":2.932,"verdict":"EXCEEDED","reason":"the set is unverified (tier C) and opens no alert; the source does not state its phantom, compared on 32 cm","drlSet":"eu-euclid-rp195","drlSetHash":"83fac610478e355d3397ce496bd751ecc5bf707b64325db73fdb5f9f570b4deb","population":"adult"},{"part":0,"quantity":"DLP","value":903.6,"drl":364,"ratio":2.482,"verdict":"EXCEEDED","reason":"the set is unverified (tier C) and opens no alert; the source does not state its phantom, compared on 32 cm","drlSet":"eu-euclid-rp195","drlSetHash":"83fac610478e355d3397ce496bd751ecc5bf707b64325db73fdb5f9f570b4deb","population":"adult"},{"part":0,"quantity":"CTDIVOL","value":30.0,"drl":9.1,"ratio":3.297,"verdict":"EXCEEDED","reason":"the source does not state its phantom, compared on 32 cm","drlSet":"uk-ndrl-2022","drlSetHash":"b343dd2a11698b0b0cec23791db7ff6acb2e4161713942d51cb37c9fe8dbf6e8","population":"adult"},{"part":0,"quantity":"CTDIVOL","value":30.0,"drl":9,"ratio":3.333,"verdict":"EXCEEDED","reason":"the set is unverified (tier C) and opens no alert; the source does not state its phantom, compared on 32 cm","drlSet":"eu-euclid-rp195","drlSetHash":"83fac610478e355d3397ce496bd751ecc5bf707b64325db73fdb5f9f570b4deb","population":"adult"},{"part":1,"quantity":"DLP","value":192.0,"drl":null,"ratio":null,"verdict":"NOT_ASSESSED","reason":"no set that is valid on the day of the exam has a level for this category, quantity and age","drlSet":null,"drlSetHash":null,"population":null},{"part":1,"quantity":"CTDIVOL","value":200.0,"drl":null,"ratio":null,"verdict":"NOT_ASSESSED","reason":"no set that is valid on the day of the exam has a level for this category, quantity and age","drlSet":null,"drlSetHash":null,"population":null}],"alerts":[{"kind":"EXAM_FAR_ABOVE_DRL","key":"drl/0/DLP/uk-ndrl-2022","category":"CT-PULMONARY-ANGIOGRAPHY","quantity":"DLP","value":903.6,"drl":310,"ratio":2.915,"drlSet":"uk-ndrl-2022","text":"CT-PULMONARY-ANGIOGRAPHY: DLP 903.6 mGy·cm is above the DRL of 310 mGy·cm (ratio 2.915, which is above 2 times the DRL). Counted: 1 diagnostic events on the 32 cm phantom; localizer and timing events: 1 (counted for DLP). Rule pulmonary-embolism, set uk-ndrl-2022 (UKHSA, National Diagnostic Reference Levels (NDRLs) from 20 November 2024, Table 1, www.gov.uk/government/publications/diagnostic-radiology-national-diagnostic-reference-levels-ndrls/ndrl, from 20 November 2024 (values adopted 2022)). A diagnostic reference level (DRL) is a level for groups of patients, not a limit for one of them; an alert is a hint to look.","severity":6},{"kind":"EXAM_FAR_ABOVE_DRL","key":"drl/0/CTDIVOL/uk-ndrl-2022","category":"CT-PULMONARY-ANGIOGRAPHY","quantity":"CTDIVOL","value":30.0,"drl":9.1,"ratio":3.297,"drlSet":"uk-ndrl-2022","text":"CT-PULMONARY-ANGIOGRAPHY: CTDIvol 30.0 mGy is above the DRL of 9.1 mGy (ratio 3.297, which is above 2 times the DRL). Counted: 1 diagnostic events on the 32 cm phantom; localizer and timing events: 1 (left out). Rule pulmonary-embolism, set uk-ndrl-2022 (UKHSA, National Diagnostic Reference Levels (NDRLs) from 20 November 2024, Table 1, www.gov.uk/government/publications/diagnostic-radiology-national-diagnostic-reference-levels-ndrls/ndrl, from 20 November 2024 (values adopted 2022)). A diagnostic reference level (DRL) is a level for groups of patients, not a limit for one of them; an alert is a hint to look.","severity":8}]}','VB20A','2026-11-25T15:09:35.035518799Z');
CREATE TABLE notification (
  site TEXT NOT NULL,
  alert_id INTEGER NOT NULL,
  opening INTEGER NOT NULL,
  channel TEXT NOT NULL,
  telling TEXT NOT NULL,
  batch TEXT NOT NULL,
  is_overflow INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  queued_at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  ended_at TEXT,
  note TEXT,
  PRIMARY KEY (site, alert_id, opening, channel)
);
CREATE TABLE part (
  site TEXT NOT NULL,
  study_uid TEXT NOT NULL,
  position INTEGER NOT NULL,
  category TEXT,
  phantom_cm INTEGER,
  ctdi_vol_mgy TEXT,
  dlp_mgycm TEXT, study_date_time TEXT, device_key TEXT, age_days INTEGER, weight_kg TEXT, is_qa INTEGER NOT NULL DEFAULT 0, dlp_diagnostic_mgycm TEXT, dlp_largest_event_mgycm TEXT, study_month TEXT, is_adult INTEGER,
  PRIMARY KEY (site, study_uid, position),
  FOREIGN KEY (site, study_uid) REFERENCES exam (site, study_uid) ON DELETE CASCADE
);
INSERT INTO "part" VALUES('demo-hospital','2.25.105086108809368068847239451801485808324',0,'CT-CHEST',32,'6.0','210.0','2026-10-05T10:11:12','SIEMENS|SOMATOM Force|S0001',22280,NULL,1,'210.0','210.0','2026-10',1);
INSERT INTO "part" VALUES('demo-hospital','2.25.120346767553947623252096972543822059903',0,'CT-PULMONARY-ANGIOGRAPHY',32,'30.0','903.6','2026-10-05T10:11:12','SIEMENS|SOMATOM Force|S0001',22280,NULL,0,'900.0','900.0','2026-10',1);
INSERT INTO "part" VALUES('demo-hospital','2.25.120346767553947623252096972543822059903',1,'CT-HEAD-PERFUSION',32,'200.0','192.0','2026-10-05T10:11:12','SIEMENS|SOMATOM Force|S0001',22280,NULL,0,'192.0','192.0','2026-10',1);
CREATE TABLE "release" (
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
CREATE TABLE report (
  site TEXT NOT NULL,
  inbox_id INTEGER NOT NULL,
  study_uid TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (site, inbox_id)
);
INSERT INTO "report" VALUES('demo-hospital',1,'2.25.105086108809368068847239451801485808324','{"inboxId":1,"receivedAt":"2026-11-25T15:09:35.024060853Z","callingAeTitle":"IMPORT","patientKey":"8dfa9cb9c0c590fef85f96a9e3519349","report":{"sopInstanceUid":"2.25.5125371859305301859551456199923648410","sopClassUid":"1.2.840.10008.5.1.4.1.1.88.67","studyInstanceUid":"2.25.105086108809368068847239451801485808324","contentDateTime":"2026-10-05T10:15:00","predecessors":[],"study":{"accessionNumber":"T16BUV0H","studyDateTime":"2026-10-05T10:11:12","studyDescription":"CT Chest","institution":null,"procedureCodes":[],"utcOffset":null},"patient":{"sex":"F","ageDays":22280,"ageYears":61,"weightKg":null,"heightM":null},"totals":{"dlpMGyCm":210.0,"eventCount":2,"effectiveDoseMSv":null,"subTotals":[]},"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null},"isQa":true,"events":[{"key":{"value":"2.25.191538239858737453517084416687699249559","isUid":true},"protocol":"Scout","acquisitionType":"CONSTANT_ANGLE","role":"LOCALIZER","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":400,"exposureTimeS":5.2,"pitch":null,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":20,"tubeCurrentMaxMa":20,"exposureTimePerRotationS":null}]},"dose":{"ctdiVolMGy":null,"phantomCm":null,"phantomInferred":false,"dlpMGyCm":null,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}},{"key":{"value":"2.25.208288521726146928910806578185787160","isUid":true},"protocol":"Chest Routine","acquisitionType":"SPIRAL","role":"DIAGNOSTIC","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":350,"exposureTimeS":5.2,"pitch":0.9,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":180,"tubeCurrentMaxMa":320,"exposureTimePerRotationS":0.5}]},"dose":{"ctdiVolMGy":6.0,"phantomCm":32,"phantomInferred":false,"dlpMGyCm":210.0,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}}],"findings":[{"code":"INFERRED","path":"header","text":"name, Patient ID or protocol matches a pattern of this site for phantoms and quality control; the exam does not count as one of a patient"}]}}');
INSERT INTO "report" VALUES('demo-hospital',2,'2.25.120346767553947623252096972543822059903','{"inboxId":2,"receivedAt":"2026-11-25T15:09:35.035518799Z","callingAeTitle":"IMPORT","patientKey":"8dfa9cb9c0c590fef85f96a9e3519349","report":{"sopInstanceUid":"2.25.79021616863008721960304888025865356497","sopClassUid":"1.2.840.10008.5.1.4.1.1.88.67","studyInstanceUid":"2.25.120346767553947623252096972543822059903","contentDateTime":"2026-10-05T10:15:00","predecessors":[],"study":{"accessionNumber":"T18ENV9H","studyDateTime":"2026-10-05T10:11:12","studyDescription":"CT Chest","institution":null,"procedureCodes":[],"utcOffset":null},"patient":{"sex":"F","ageDays":22280,"ageYears":61,"weightKg":null,"heightM":null},"totals":{"dlpMGyCm":1095.6,"eventCount":3,"effectiveDoseMSv":null,"subTotals":[]},"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null},"isQa":false,"events":[{"key":{"value":"2.25.223221473209517821962686028636795491143","isUid":true},"protocol":"PE STUDY SMARTPREP","acquisitionType":"STATIONARY","role":"TIMING","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":10,"exposureTimeS":5.2,"pitch":null,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":40,"tubeCurrentMaxMa":40,"exposureTimePerRotationS":0.5}]},"dose":{"ctdiVolMGy":3.6,"phantomCm":32,"phantomInferred":false,"dlpMGyCm":3.6,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}},{"key":{"value":"2.25.150448511204730763474757549278841527795","isUid":true},"protocol":"PE STUDY SMARTPREP","acquisitionType":"SPIRAL","role":"DIAGNOSTIC","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":300,"exposureTimeS":5.2,"pitch":0.9,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":180,"tubeCurrentMaxMa":320,"exposureTimePerRotationS":0.5}]},"dose":{"ctdiVolMGy":30.0,"phantomCm":32,"phantomInferred":false,"dlpMGyCm":900.0,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}},{"key":{"value":"2.25.319327557579193148752269284460856038053","isUid":true},"protocol":"Perfusion monitoring","acquisitionType":"STATIONARY","role":"DIAGNOSTIC","targetRegion":{"value":"T-D3000","scheme":"SRT","meaning":"Chest"},"procedureContext":null,"startedAt":null,"scan":{"scanLengthMm":9.6,"exposureTimeS":5.2,"pitch":null,"nominalSingleCollimationMm":0.6,"nominalTotalCollimationMm":38.4,"xraySourceCount":1,"xraySources":[{"id":"A","kvp":120,"tubeCurrentMeanMa":40,"tubeCurrentMaxMa":40,"exposureTimePerRotationS":0.5}]},"dose":{"ctdiVolMGy":200.0,"phantomCm":32,"phantomInferred":false,"dlpMGyCm":192.0,"ssdeMGy":null,"ssdeMethod":null,"waterEquivalentDiameterMm":null,"effectiveDoseMSv":null},"doseCheck":null,"modulationType":null,"device":{"manufacturer":"SIEMENS","model":"SOMATOM Force","serialNumber":"S0001","softwareVersion":"VB20A","stationName":null}}],"findings":[{"code":"INFERRED","path":"5","text":"the event counts as a timing run (bolus tracking or test bolus): it is short and the table does not move, or its protocol has such a name"}]}}');
CREATE INDEX report_study ON report (site, study_uid);
CREATE INDEX exam_date ON exam (site, study_date_time);
CREATE INDEX exam_accession ON exam (site, accession_number);
CREATE INDEX alert_status ON alert (site, status, opened_at);
CREATE INDEX part_group ON part (site, is_qa, category, study_date_time);
CREATE INDEX part_statistics ON part (site, is_qa, category, study_month, device_key, phantom_cm, is_adult, ctdi_vol_mgy, dlp_mgycm);
CREATE INDEX event_statistics ON event (site, role, protocol, study_month, device_key, phantom_cm, ctdi_vol_mgy, dlp_mgycm);
CREATE INDEX exam_history ON exam (site, is_qa, study_date_time, device_key, software_version, received_at);
CREATE TRIGGER audit_counts AFTER INSERT ON audit BEGIN
  INSERT INTO audit_head (site, entries, hash) VALUES (NEW.site, 1, NEW.hash) ON CONFLICT (site) DO UPDATE SET entries = entries + 1, hash = excluded.hash; END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_head_only_grows BEFORE UPDATE ON audit_head WHEN NEW.entries <> OLD.entries + 1 OR NEW.site <> OLD.site
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE INDEX alert_untold ON alert (site, id) WHERE is_untold = 1;
CREATE INDEX notification_due ON notification (site, state, channel, due_at);
CREATE INDEX notification_batch ON notification (site, channel, batch);
CREATE TRIGGER release_cell_stays BEFORE UPDATE ON release_cell BEGIN SELECT RAISE(ABORT, 'a released cell is never changed'); END;
CREATE TRIGGER release_cell_remains BEFORE DELETE ON release_cell BEGIN SELECT RAISE(ABORT, 'a released cell is never removed'); END;
CREATE TRIGGER release_leaf_stays BEFORE UPDATE ON release_leaf BEGIN SELECT RAISE(ABORT, 'a leaf of a released cell is never changed'); END;
CREATE TRIGGER release_leaf_remains BEFORE DELETE ON release_leaf BEGIN SELECT RAISE(ABORT, 'a leaf of a released cell is never removed'); END;
CREATE TRIGGER release_bytes_stay BEFORE UPDATE OF period, sequence, submission_id, json ON release BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE INDEX exam_device ON exam (site, device_key);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE INDEX audit_alert ON audit (site, alert_id) WHERE alert_id IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('alert',2);
COMMIT;
PRAGMA user_version = 8;
