CREATE INDEX exam_device ON exam (site, device_key);
