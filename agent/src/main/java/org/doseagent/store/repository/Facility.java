package org.doseagent.store.repository;

import java.time.Instant;
import java.util.Optional;

/**
 * An enrolled facility.
 *
 * @param number of the store
 * @param identity who it is
 * @param key the key that its releases must be signed with now
 * @param withdrawnAt since when nothing of it is taken or counted
 */
public record Facility(long number, Identity identity, Key key, Instant enrolledAt, Optional<Instant> withdrawnAt) {

    /**
     * Who a facility is.
     *
     * @param pseudonym as in its releases
     * @param name as the operator of the repository knows it; never published
     */
    public record Identity(String pseudonym, String name, String country) {}

    /** A public key in base64, and its number: 1 for the first key of a facility. */
    public record Key(String publicKey, int number) {}

    public boolean isWithdrawn() {
        return withdrawnAt.isPresent();
    }
}
