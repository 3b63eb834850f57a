package org.doseagent.aggregate.benchmark;

/** A benchmark document that cannot be used; the message gives the reason. */
public final class BenchmarkException extends Exception {

    private static final long serialVersionUID = 1L;

    public BenchmarkException(String message) {
        super(message);
    }
}
