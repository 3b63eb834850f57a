package org.doseagent.aggregate.cells;

/**
 * An exam part in the ledger, as two keyed hashes in hexadecimal; never leaves the site.
 *
 * @param part of the study and the part's first event: the same part, whatever its value and category
 * @param value of part, quantity, phantom and value: another value is another leaf
 */
public record Leaf(String part, String value) implements Comparable<Leaf> {

    @Override
    public int compareTo(Leaf other) {
        int byValue = value.compareTo(other.value);
        return byValue == 0 ? part.compareTo(other.part) : byValue;
    }
}
