package org.doseagent.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data dictionary (PS3.6 6): VR and keyword of each standard element, from the generated resource {@code dictionary.tsv}. Immutable.
 *
 * <p>A line of the resource is tag pattern, VR, keyword. A pattern digit {@code x} matches any digit (repeating groups such as 60xx).
 */
public final class Dictionary {

    private record Entry(int key, Vr vr, String keyword) {}

    /** Repeating groups (PS3.5 7.6) vary in the low byte of the group number. */
    private static final int REPEATING_MASK = 0xFF00FFFF;

    /** Slots of a hash table with open addressing: a power of two, at least twice the number of standard elements. */
    private static final int SLOTS = 1 << 14;

    private static final @Nullable Entry[] BY_TAG = new Entry[SLOTS];
    private static final @Nullable Entry[] BY_REPEATING_GROUP = new Entry[SLOTS >> 6];

    static {
        load();
    }

    private Dictionary() {}

    /** Returns the VR of a tag: UL for a group length, LO for a private creator, UN for an unknown tag. */
    public static Vr vrOf(int tag) {
        if ((tag & 0xFFFF) == 0) {
            return Vr.UL;
        }
        if (isPrivate(tag)) {
            int element = tag & 0xFFFF;
            return element >= 0x10 && element <= 0xFF ? Vr.LO : Vr.UN;
        }
        Entry entry = find(tag);
        return entry == null ? Vr.UN : entry.vr();
    }

    public static Optional<String> keywordOf(int tag) {
        return Optional.ofNullable(find(tag)).map(Entry::keyword);
    }

    private static @Nullable Entry find(int tag) {
        Entry entry = BY_TAG[slotOf(BY_TAG, tag)];
        return entry == null ? BY_REPEATING_GROUP[slotOf(BY_REPEATING_GROUP, tag & REPEATING_MASK)] : entry;
    }

    /** Returns the slot of a key, or the empty slot where it belongs. */
    private static int slotOf(@Nullable Entry[] table, int key) {
        int hash = key * 0x9E3779B9; // Knuth's multiplicative hash: the high bits depend on all bits of the tag
        int slot = (hash ^ (hash >>> 16)) & (table.length - 1);
        for (Entry entry = table[slot]; entry != null && entry.key() != key; entry = table[slot]) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private static boolean isPrivate(int tag) {
        return (tag >>> 16 & 1) == 1;
    }

    private static void load() {
        try (InputStream in = Objects.requireNonNull(
                        Dictionary.class.getResourceAsStream("dictionary.tsv"), "dictionary.tsv is not in the jar");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(Dictionary::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String line) {
        String[] fields = line.split("\t", -1);
        boolean isRepeating = fields[0].indexOf('x') >= 0;
        int tag = Integer.parseUnsignedInt(fields[0].replace('x', '0'), 16);
        int key = isRepeating ? tag & REPEATING_MASK : tag;
        Entry[] table = isRepeating ? BY_REPEATING_GROUP : BY_TAG;
        table[slotOf(table, key)] = new Entry(key, Vr.valueOf(fields[1]), fields[2]);
    }
}
