package org.doseagent.aggregate.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Synthetic releases: a first one, its correction, a correction that withdraws all cells, and one with differential privacy. */
public final class Samples {

    public static final List<String> NAMES = List.of("first", "correction", "withdrawn", "private");

    private Samples() {}

    public static byte[] json(String name) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(name + ".json"), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
