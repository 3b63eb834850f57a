package org.doseagent.config;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The validated configuration; {@code config/agent.yaml} documents each key. Paths are absolute. */
public record Settings(
        String siteId,
        String country,
        Path dataDir,
        Dicom dicom,
        Http http,
        Store store,
        Drl drl,
        Alerts alerts,
        Aggregate aggregate,
        Forward forward,
        NotifySettings notification,
