package org.doseagent.net.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;

/** The bytes of one connection to a peer, without any DICOM. One thread reads and writes; another may close. */
public interface Transport extends AutoCloseable {

    /**
     * Waits for bytes and reads at most {@code length} of them.
     *
     * @return how many came; 0 if none within {@code timeoutMillis}; -1 if the peer has closed
     */
    int read(byte[] target, int offset, int length, int timeoutMillis) throws IOException;

    /** Writes all bytes; blocks while the peer does not read. */
    void write(byte[] bytes) throws IOException;

    /** Asks the kernel to acknowledge what was read without delay, where it can. */
    void acknowledge() throws IOException;

    /** Returns since when bytes that were written while reading wait for the peer, by {@link System#nanoTime()}; 0: none do. Any thread. */
    default long blockedSince() {
        return 0;
    }

    /** Returns the names in the certificate of the peer, in lower case; empty without TLS, before the handshake, or without a certificate. */
    default Set<String> certificateNames() {
        return Set.of();
    }

    InetAddress peer();

    /** Returns whether the peer is on this machine. */
    boolean isLocal();

    @Override
    void close() throws IOException;
}
