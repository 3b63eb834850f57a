package org.doseagent.dose.identity;

import java.util.Optional;

/** The title of an application entity (PS3.8 9.3.2, PS3.5 6.2: AE): 1 to 16 characters, spaces around them do not count. */
public record AeTitle(String value) implements Comparable<AeTitle> {

    /** The longest title, in characters. */
    public static final int MAX_LENGTH = 16;

    /** The calling AE title of objects that this site imported from files; no peer may use it. */
    public static final AeTitle IMPORT = new AeTitle("IMPORT");

    /** @throws IllegalArgumentException if the title is blank or longer than {@link #MAX_LENGTH} */
    public AeTitle {
        value = value.strip();
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an AE title has 1 to " + MAX_LENGTH + " characters, not " + value.length());
        }
    }

    /** Returns the title in a text from a peer, a file or the store; empty where the text is no title. */
    public static Optional<AeTitle> read(String text) {
        String title = text.strip();
        return title.isEmpty() || title.length() > MAX_LENGTH ? Optional.empty() : Optional.of(new AeTitle(title));
    }

    @Override
    public int compareTo(AeTitle other) {
        return value.compareTo(other.value);
    }
}
