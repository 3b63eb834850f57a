package org.doseagent.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What leaves in one go.
 *
 * @param id the same for each attempt at the same message; a receiver that has it may drop the next
 * @param site the site's own name for itself
 * @param more alerts that are not listed since there are too many, by kind
 * @param overflow how many were to be told at once and came into the digest since too many messages had left
 * @param digest what a digest says about all its alerts; empty for other messages
 */
public record Message(
        String id,
        Occasion occasion,
        String site,
        Instant at,
        List<AlertNote> notes,
        SortedMap<String, Integer> more,
        int overflow,
        Optional<Digest> digest) {

    /** Why a message leaves. */
    public enum Occasion {
        NOW("now"),
        DIGEST("digest"),
        TEST("test");

        private final String label;

        Occasion(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** A message that is no digest. */
    Message(
            String id,
            Occasion occasion,
            String site,
            Instant at,
            List<AlertNote> notes,
            SortedMap<String, Integer> more,
            int overflow) {
        this(id, occasion, site, at, notes, more, overflow, Optional.empty());
    }

    public Message {
        notes = List.copyOf(notes);
        more = new TreeMap<>(more);
    }

    /** Returns how many alerts it is about, listed or not. */
    public int size() {
        return notes.size() + more.values().stream().mapToInt(Integer::intValue).sum();
    }
}
