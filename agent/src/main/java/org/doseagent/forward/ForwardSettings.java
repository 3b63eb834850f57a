package org.doseagent.forward;

import java.nio.file.Path;
import java.util.Optional;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.store.outbox.RetryPolicy;

/**
 * Where releases are delivered.
 *
 * @param endpoint the repository; empty: releases are written into {@code folder}
 * @param benchmark where the newest percentiles are; empty: they are not fetched
 * @param tls the certificates for the repository
 */
public record ForwardSettings(
        Rendering format,
        Path folder,
        Optional<Endpoint> endpoint,
        Optional<Endpoint> benchmark,
        RepositoryTls tls,
        RetryPolicy retry) {}
