package org.doseagent.drl.level;

/** A reason to read a comparison with a level carefully. */
public enum Reservation {
    /** The set holds percentiles over the facilities of a repository. */
    REPOSITORY("percentiles of a repository, not a national DRL; no alert is opened"),
    /** The set holds medians of the site's own exams. */
    LOCAL("typical value of this site, a median: half of its exams are above; no alert is opened"),
    /** Nobody has checked the set against the publication. */
    UNVERIFIED("the set is unverified (tier C) and opens no alert"),
    /** The source does not state the phantom. */
    PHANTOM("the source does not state its phantom, compared on %1$d cm"),
    /** The value itself is doubted, or it is compared with something else than the source means. */
    DOUBT("%2$s"),
    /** There is a newer edition of the set. */
    SUPERSEDED("%3$s"),
    /** The source does not state whether the level is per exam or per acquisition. */
    SCOPE("the source does not state whether it is per exam or per acquisition");

    private final String text;

    Reservation(String text) {
        this.text = text;
    }

    /** Returns the reservation in words, about a set and a row that it applies to. */
    public String text(DrlSet set, DrlSet.Row row) {
        return String.format(
                java.util.Locale.ROOT,
                text,
                row.phantomCm(),
                row.stated().doubt().orElse(""),
                set.successor().map(Successor::text).orElse(""));
    }
}
