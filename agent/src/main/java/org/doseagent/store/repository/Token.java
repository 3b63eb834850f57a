package org.doseagent.store.repository;

import java.time.Instant;
import java.util.Optional;

/**
 * A one-time token, which the store has only as a hash.
 *
 * @param pseudonym the facility whose lost key the token replaces; empty for a new facility
 * @param usedAt when it was used; a token is used once
 */
public record Token(
        String hash,
        String name,
        String country,
        Optional<String> pseudonym,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> usedAt) {}
