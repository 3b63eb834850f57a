package org.doseagent.dicom;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map from short ASCII texts to values that is asked with the bytes of an element as they are, so that a code is recognised without
 * making a String of it: see {@link DataSet#lookUp}. Immutable; safe for many threads.
 */
public final class TextTable<T> {

    private final byte[][] keys;
    private final Object[] values;
    private final boolean ignoresCase;

    private TextTable(Map<String, ? extends T> entries, boolean ignoresCase) {
        int capacity = Integer.highestOneBit(Math.max(1, entries.size())) * 4; // at most half full
        this.keys = new byte[capacity][];
        this.values = new Object[capacity];
        this.ignoresCase = ignoresCase;
        entries.forEach(this::put);
    }

    /** Makes a table that compares texts as they are; the keys are ASCII without a space at either end. */
    public static <T> TextTable<T> of(Map<String, ? extends T> entries) {
        return new TextTable<>(entries, false);
    }

    /** Makes a table that ignores the case of ASCII letters; its keys are in lower case. */
    public static <T> TextTable<T> ignoringCase(Map<String, ? extends T> entries) {
        return new TextTable<>(entries, true);
    }

    private void put(String text, T value) {
        byte[] key = text.getBytes(StandardCharsets.US_ASCII);
        int slot = hash(key, 0, key.length) & (keys.length - 1);
        while (keys[slot] != null) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** Returns the value of the text in the bytes from {@code start} to {@code end}; null when the text is not a key. */
    @SuppressWarnings("unchecked") // put() stores nothing but T
    @Nullable
    T get(byte[] bytes, int start, int end) {
        int slot = hash(bytes, start, end) & (keys.length - 1);
        while (keys[slot] != null) {
            if (isSame(keys[slot], bytes, start, end)) {
                return (T) values[slot];
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        return null;
    }

    private int hash(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + folded(bytes[i]);
        }
        return hash ^ (hash >>> 15);
    }

    private boolean isSame(byte[] key, byte[] bytes, int start, int end) {
        if (key.length != end - start) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (key[i] != folded(bytes[start + i])) {
                return false;
            }
        }
        return true;
    }

    private int folded(byte b) {
        return ignoresCase && b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
