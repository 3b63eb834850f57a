package org.doseagent.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns value bytes into text and back (PS3.5 6.1): character set, padding, and values between backslashes. */
final class TextDecoder {

    private TextDecoder() {}

    /** Returns the trimmed values of an element; backslashes are split after decoding, since a second byte may look like one. */
    static List<String> decode(Element element, List<String> characterSet) {
        String text = element.vr().usesCharacterSet()
                ? CharacterSets.decode(element.bytes(), characterSet, element.vr())
                : new String(element.bytes(), StandardCharsets.ISO_8859_1);
        if (!element.vr().isMultiValuedText()) {
            return List.of(trimmed(text));
        }
        List<String> values = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', start)) {
            values.add(trimmed(text.substring(start, end)));
            start = end + 1;
        }
        values.add(trimmed(text.substring(start)));
        return values;
    }

    /** Encodes text with the first character set; characters that it lacks become question marks. */
    static byte[] encode(String text, List<String> characterSet) {
        Charset charset = CharacterSets.single(characterSet.isEmpty() ? "" : characterSet.get(0));
        return text.getBytes(charset);
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isPadding(text.charAt(start))) {
            start++;
        }
        while (end > start && isPadding(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == 0;
    }
}
