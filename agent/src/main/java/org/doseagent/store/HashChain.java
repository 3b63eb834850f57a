package org.doseagent.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.Sha256;

/**
 * A hash chain over the rows of an append-only table: each row stores the hash of its own fields and of the hash of the previous row. Changing,
 * inserting or deleting a row breaks every later link; cutting rows off the end does not, so a table keeps its length elsewhere.
 */
public final class HashChain {

    /** What the first row has for the hash of its predecessor. */
    public static final String FIRST = "0".repeat(64);

    /** A row of the table. */
    public interface Link {

        String previousHash();

        String hash();

        /** Returns the fields that the hash covers, always in the same order. */
        List<String> hashedFields();
    }

    /** What is wrong with a row. */
    public enum Fault {
        /** It does not follow the row before it: a row was deleted or inserted. */
        NOT_LINKED,
        /** Its hash does not fit its fields. */
        CHANGED
    }

    /** The first row that breaks the chain. */
    public record Break<T extends Link>(T row, Fault fault) {}

    private HashChain() {}

    /** Returns the hash of a row with these fields after a row with {@code previousHash}. */
    public static String hashOf(String previousHash, List<String> fields) {
        List<String> texts = new ArrayList<>(List.of(previousHash));
        texts.addAll(fields);
        return Sha256.hexOfTexts(texts.toArray(String[]::new));
    }

    /** Returns the first row that breaks the chain; empty when the chain is whole. Expects the rows in the order of their insertion. */
    public static <T extends Link> Optional<Break<T>> firstBreak(List<T> rows) {
        return firstBreak(rows, FIRST);
    }

    /** The same for rows that follow a row with {@code hash}, so that a long table is read in parts. */
    public static <T extends Link> Optional<Break<T>> firstBreak(List<T> rows, String hash) {
        String previousHash = hash;
        for (T row : rows) {
            if (!row.previousHash().equals(previousHash)) {
                return Optional.of(new Break<>(row, Fault.NOT_LINKED));
            }
            if (!row.hash().equals(hashOf(previousHash, row.hashedFields()))) {
                return Optional.of(new Break<>(row, Fault.CHANGED));
            }
            previousHash = row.hash();
        }
        return Optional.empty();
    }
}
