package org.doseagent.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Specific Character Set (PS3.3 C.12.1.1.2): defined terms to Java charsets, and ISO 2022 code extensions (PS3.5 6.1.2.5). Bytes that
 * cannot be decoded become U+FFFD and never an exception, because a wrong character in a name must not lose a dose.
 */
final class CharacterSets {

    private static final int ESC = 0x1B;

    private static final Map<String, String> SINGLE = Map.ofEntries(
            Map.entry("IR 6", "windows-1252"),
            Map.entry("IR 100", "ISO-8859-1"),
            Map.entry("IR 101", "ISO-8859-2"),
            Map.entry("IR 109", "ISO-8859-3"),
            Map.entry("IR 110", "ISO-8859-4"),
            Map.entry("IR 144", "ISO-8859-5"),
            Map.entry("IR 127", "ISO-8859-6"),
            Map.entry("IR 126", "ISO-8859-7"),
            Map.entry("IR 138", "ISO-8859-8"),
            Map.entry("IR 148", "ISO-8859-9"),
            Map.entry("IR 203", "ISO-8859-15"),
            Map.entry("IR 13", "JIS_X0201"),
            Map.entry("IR 166", "TIS-620"),
            Map.entry("IR 192", "UTF-8"),
            Map.entry("IR 87", "x-JIS0208"),
            Map.entry("IR 159", "JIS_X0212-1990"),
            Map.entry("IR 149", "EUC-KR"),
            Map.entry("IR 58", "GB2312"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"));

    /** A code element: its charset, and whether its characters are pairs of 7-bit bytes. */
    private record CodeElement(Charset charset, boolean isPairs) {}

    /** Escape sequences without ESC itself -> charset; those of G1 begin with a minus or a dollar and a closing parenthesis. */
    private static final Map<String, String> ESCAPES = Map.ofEntries(
            Map.entry("(B", "US-ASCII"),
            Map.entry("(J", "JIS_X0201"),
            Map.entry(")I", "JIS_X0201"),
            Map.entry("-A", "ISO-8859-1"),
            Map.entry("-B", "ISO-8859-2"),
            Map.entry("-C", "ISO-8859-3"),
            Map.entry("-D", "ISO-8859-4"),
            Map.entry("-L", "ISO-8859-5"),
            Map.entry("-G", "ISO-8859-6"),
            Map.entry("-F", "ISO-8859-7"),
            Map.entry("-H", "ISO-8859-8"),
            Map.entry("-M", "ISO-8859-9"),
            Map.entry("-b", "ISO-8859-15"),
            Map.entry("-T", "TIS-620"),
            Map.entry("$B", "x-JIS0208"),
            Map.entry("$(D", "JIS_X0212-1990"),
            Map.entry("$)C", "EUC-KR"),
            Map.entry("$)A", "GB2312"));

    private CharacterSets() {}

    /** The charsets of terms as senders spell them; bounded, because a hostile sender could send a new term in each report. */
    private static final Map<String, Charset> SEEN = new ConcurrentHashMap<>();

    private static final int MAX_SEEN = 256;

    /** Whether bytes below 80H are ASCII, by charset; in the Japanese sets a backslash may be a yen sign or half of a character. */
    private static final Map<Charset, Boolean> READS_ASCII = new ConcurrentHashMap<>();

    private static final byte[] ASCII = new byte[0x80];

    static {
        for (int i = 0; i < ASCII.length; i++) {
            ASCII[i] = (byte) i;
        }
    }

    /** Returns whether bytes below 80H without escape sequences are ASCII under this first term. */
    static boolean readsAscii(String term) {
        return READS_ASCII.computeIfAbsent(
                single(term),
                charset -> new String(ASCII, charset).equals(new String(ASCII, StandardCharsets.US_ASCII)));
    }

    /** Returns whether bytes are valid UTF-8. */
    static boolean isUtf8(byte[] bytes, int start, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns the charset of one defined term. Misspellings that are in use are understood; an unknown term is read as ISO_IR 6. */
    static Charset single(String term) {
        Charset known = SEEN.get(term);
        if (known != null) {
            return known;
        }
        Charset found = charset(SINGLE.getOrDefault(normalised(term), "windows-1252"));
        if (SEEN.size() < MAX_SEEN) {
            SEEN.put(term, found);
        }
        return found;
    }

    private static String normalised(String term) {
        String words = term.toUpperCase(Locale.ROOT).replaceAll("[_\\- ]+", " ").strip();
        return words.replaceFirst("^ISO (2022 )?(?=IR|GB)", "").replaceFirst("^ISO 2022 (?=\\d)", "IR ");
    }

    /** Decodes the bytes of a value, or of several values between backslashes. */
    static String decode(byte[] bytes, List<String> terms, Vr vr) {
        String first = terms.isEmpty() ? "" : terms.get(0);
        if (terms.size() > 1 || contains(bytes, ESC)) {
            return decodeExtended(bytes, first, vr);
        }
        if (first.isEmpty()) {
            return decodeUndeclared(bytes);
        }
        return new String(bytes, single(first));
    }

    /** Without a declaration only ASCII is legal. Other bytes are read as UTF-8 if they are valid UTF-8, else as Windows-1252. */
    private static String decodeUndeclared(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, charset("windows-1252"));
        }
    }

    private static String decodeExtended(byte[] bytes, String firstTerm, Vr vr) {
        CodeElement initial = new CodeElement(single(firstTerm), false);
        StringBuilder text = new StringBuilder();
        CodeElement g0 = initial;
        CodeElement g1 = initial;
        int position = 0;
        while (position < bytes.length) {
            int b = bytes[position] & 0xFF;
            if (b == ESC) {
                String escape = escapeAt(bytes, position + 1);
                if (escape.isEmpty()) {
                    text.append('\uFFFD');
                    position++;
                    continue;
                }
                CodeElement chosen = codeElement(escape);
                if (isG1(escape)) {
                    g1 = chosen;
                } else {
                    g0 = chosen;
                }
                position += 1 + escape.length();
            } else if (isDelimiter(b, vr) && !g0.isPairs()) {
                text.append((char) b);
                g0 = initial;
                g1 = initial;
                position++;
            } else {
                int end = endOfRun(bytes, position, vr, g0.isPairs());
                text.append(decodeRun(bytes, position, end, b < 0x80 ? g0 : g1));
                position = end;
            }
        }
        return text.toString();
    }

    private static boolean isG1(String escape) {
        return escape.startsWith("-") || escape.startsWith(")") || escape.startsWith("$)");
    }

    private static CodeElement codeElement(String escape) {
        return new CodeElement(
                charset(ESCAPES.getOrDefault(escape, "US-ASCII")), escape.equals("$B") || escape.equals("$(D"));
    }

    private static String escapeAt(byte[] bytes, int start) {
        for (int length = 2; length <= 3; length++) {
            if (start + length <= bytes.length) {
                String candidate = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
                if (ESCAPES.containsKey(candidate)) {
                    return candidate;
                }
            }
        }
        return "";
    }

    /** Returns where bytes of the same half (G0 or G1) end: at ESC, at the other half, or at a delimiter. */
    private static int endOfRun(byte[] bytes, int start, Vr vr, boolean isPairs) {
        boolean high = (bytes[start] & 0xFF) >= 0x80;
        int end = start;
        while (end < bytes.length) {
            int b = bytes[end] & 0xFF;
            boolean stops = b == ESC || (b >= 0x80) != high || (!isPairs && isDelimiter(b, vr));
            if (stops && end > start) {
                break;
            }
            end++;
        }
        return end;
    }

    private static boolean isDelimiter(int b, Vr vr) {
        return switch (b) {
            case '\r', '\n', '\f', '\t' -> true;
            case '\\' -> vr.isMultiValuedText();
            case '^', '=' -> vr == Vr.PN;
            default -> false;
        };
    }

    private static String decodeRun(byte[] bytes, int start, int end, CodeElement element) {
        return new String(bytes, start, end - start, element.charset());
    }

    private static boolean contains(byte[] bytes, int wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    private static Charset charset(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
    }
}
