package org.doseagent.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Turns the bytes of values into text with the character set of one place in the data set, and text into bytes (PS3.5 6.1). Immutable; safe
 * for many threads.
 */
final class TextDecoder {

    /** For data sets that declare no character set. */
    static final TextDecoder UNDECLARED = new TextDecoder(List.of());

    private static final int ESC = 0x1B;

    private final List<String> terms;
    private final boolean readsAscii;

    /** Makes the decoder of a Specific Character Set (0008,0005) with these terms. */
    TextDecoder(List<String> terms) {
        this.terms = List.copyOf(terms);
        this.readsAscii = CharacterSets.readsAscii(terms.isEmpty() ? "" : terms.get(0));
    }

    /** Returns the trimmed values: a String where there is one value, a List of Strings where there are several. */
    Object decode(byte[] bytes, int start, int end, Vr vr) {
        if (isPlain(bytes, start, end, vr)) {
            return isMultiple(bytes, start, end, vr) ? splitBytes(bytes, start, end) : latin1(bytes, start, end);
        }
        String text = CharacterSets.decode(Arrays.copyOfRange(bytes, start, end), terms, vr);
        boolean isMultiple = vr.isMultiValuedText() && text.indexOf('\\') >= 0;
        return isMultiple ? splitText(text) : trimmed(text, 0, text.length());
    }

    /** Returns whether each byte is one character of Latin-1, so that nothing but a copy is needed. */
    boolean isPlain(byte[] bytes, int start, int end, Vr vr) {
        if (!vr.usesCharacterSet()) {
            return true;
        }
        if (!readsAscii) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] < 0 || bytes[i] == ESC) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMultiple(byte[] bytes, int start, int end, Vr vr) {
        return vr.isMultiValuedText() && indexOf(bytes, start, end) < end;
    }

    /** Returns the position of the next backslash, or {@code end}. */
    static int indexOf(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static List<String> splitBytes(byte[] bytes, int start, int end) {
        List<String> values = new ArrayList<>();
        int from = start;
        for (int at = indexOf(bytes, from, end); at < end; at = indexOf(bytes, from, end)) {
            values.add(latin1(bytes, from, at));
            from = at + 1;
        }
        values.add(latin1(bytes, from, end));
        return Collections.unmodifiableList(values);
    }

    /** Splits after decoding, because the second byte of a character may look like a backslash. */
    private static List<String> splitText(String text) {
        List<String> values = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
            values.add(trimmed(text, from, at));
            from = at + 1;
        }
        values.add(trimmed(text, from, text.length()));
        return Collections.unmodifiableList(values);
    }

    private static String latin1(byte[] bytes, int start, int end) {
        int from = firstOf(bytes, start, end);
        int to = lastOf(bytes, from, end);
        return from == to ? "" : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Returns the position of the first byte that is not padding. */
    static int firstOf(byte[] bytes, int start, int end) {
        int from = start;
        while (from < end && isPadding(bytes[from])) {
            from++;
        }
        return from;
    }

    /** Returns the position after the last byte that is not padding. */
    static int lastOf(byte[] bytes, int start, int end) {
        int to = end;
        while (to > start && isPadding(bytes[to - 1])) {
            to--;
        }
        return to;
    }

    private static String trimmed(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isPadding(text.charAt(start))) {
            start++;
        }
        while (end > start && isPadding(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isPadding(int c) {
        return c == ' ' || c == 0;
    }

    /** Encodes text with the first character set; characters that it lacks become question marks. */
    static byte[] encode(String text, List<String> characterSet) {
        Charset charset = CharacterSets.single(characterSet.isEmpty() ? "" : characterSet.get(0));
        return text.getBytes(charset);
    }
}
