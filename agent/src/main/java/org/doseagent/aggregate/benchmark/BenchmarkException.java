package org.doseagent.aggregate.benchmark;

/** A document of percentiles that cannot be taken; the message says why. */
public final class BenchmarkException extends Exception {

    private static final long serialVersionUID = 1L;

    public BenchmarkException(String message) {
        super(message);
    }
}
