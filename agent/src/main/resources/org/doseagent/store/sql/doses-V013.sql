ALTER TABLE alert ADD COLUMN problems TEXT;
ALTER TABLE alert ADD COLUMN marks TEXT;
UPDATE alert SET problems = nullif(rtrim(
    CASE WHEN instr(text, 'no diagnostic event') > 0 THEN 'NO_DIAGNOSTIC_EVENT,' ELSE '' END
    || CASE WHEN instr(text, 'the exam is not mapped to a category') > 0 THEN 'NOT_MAPPED,' ELSE '' END
    || CASE WHEN instr(text, 'diagnostic events without a dose') > 0 THEN 'WITHOUT_DOSE,' ELSE '' END
    || CASE WHEN instr(text, 'diagnostic events with an unknown phantom') > 0 THEN 'UNKNOWN_PHANTOM,' ELSE '' END
    || CASE WHEN instr(text, 'diagnostic events without an Irradiation Event UID') > 0 THEN 'WITHOUT_UID,' ELSE '' END
    || CASE WHEN instr(text, 'age unknown') > 0 THEN 'AGE_UNKNOWN,' ELSE '' END
    || CASE WHEN instr(text, 'CONFLICT: ') > 0 THEN 'CONFLICT,' ELSE '' END
    || CASE WHEN instr(text, 'UNIT: ') > 0 THEN 'UNIT,' ELSE '' END
    || CASE WHEN instr(text, 'VALUE: ') > 0 THEN 'VALUE,' ELSE '' END
    || CASE WHEN instr(text, 'contradictory, implausible or unusable values') > 0 THEN 'DOUBTFUL,' ELSE '' END, ','), '')
  WHERE kind = 'data-quality';
UPDATE alert SET acknowledged_by = NULL, acknowledged_at = NULL, reason = NULL, note = NULL WHERE status = 'open';
