package org.doseagent.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The data dictionary (PS3.6 6): VR and keyword of each standard element, from the generated resource {@code dictionary.tsv}. Immutable.
 *
 * <p>A line of the resource is tag pattern, VR, keyword. A pattern digit {@code x} stands for any digit (repeating groups such as 60xx).
 */
public final class Dictionary {

    private record Entry(Vr vr, String keyword) {}

    private static final Map<Integer, Entry> BY_TAG = new HashMap<>();
    private static final Map<Integer, Entry> BY_REPEATING_GROUP = new HashMap<>();
    private static final Map<String, Integer> BY_KEYWORD = new HashMap<>();

    /** Repeating groups (PS3.5 7.6) vary in the low byte of the group number. */
    private static final int REPEATING_MASK = 0xFF00FFFF;

    static {
        load();
    }

    private Dictionary() {}

    /** Returns the VR of a tag: UL for a group length, LO for a private creator, UN for what the dictionary does not know. */
    public static Vr vrOf(int tag) {
        if ((tag & 0xFFFF) == 0) {
            return Vr.UL;
        }
        if (isPrivate(tag)) {
            int element = tag & 0xFFFF;
            return element >= 0x10 && element <= 0xFF ? Vr.LO : Vr.UN;
        }
        return find(tag).map(Entry::vr).orElse(Vr.UN);
    }

    public static Optional<String> keywordOf(int tag) {
        return find(tag).map(Entry::keyword);
    }

    public static OptionalInt tagOf(String keyword) {
        Integer tag = BY_KEYWORD.get(keyword);
        return tag == null ? OptionalInt.empty() : OptionalInt.of(tag);
    }

    private static Optional<Entry> find(int tag) {
        Entry entry = BY_TAG.get(tag);
        return Optional.ofNullable(entry == null ? BY_REPEATING_GROUP.get(tag & REPEATING_MASK) : entry);
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
        Entry entry = new Entry(Vr.valueOf(fields[1]), fields[2]);
        if (fields[0].indexOf('x') >= 0) {
            BY_REPEATING_GROUP.put(Integer.parseUnsignedInt(fields[0].replace('x', '0'), 16) & REPEATING_MASK, entry);
            return;
        }
        int tag = Integer.parseUnsignedInt(fields[0], 16);
        BY_TAG.put(tag, entry);
        BY_KEYWORD.put(entry.keyword(), tag);
    }
}
