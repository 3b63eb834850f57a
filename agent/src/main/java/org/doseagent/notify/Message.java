package org.doseagent.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of one message.
 *
 * @param id the same for each attempt at the same message; a receiver may ignore repetitions
 * @param site the name of the site
 * @param more number of further alerts that are not listed, by kind
 * @param overflow number of alerts that are in the digest because too many immediate messages had been sent
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

    /** The reason for a message. */
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

    public Message {
        notes = List.copyOf(notes);
        more = new TreeMap<>(more);
    }

    /** Returns how many alerts it is about, listed or not. */
    public int size() {
        return notes.size() + more.values().stream().mapToInt(Integer::intValue).sum();
    }
}
