package org.doseagent.drl.mapping;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form in which texts of scanners and people are compared: lower case, without accents (ä becomes a, ł becomes l, ø becomes o, ß becomes
 * ss), every run of other characters than letters and digits one blank, a blank at both ends.
 */
final class Words {

    /** Characters of a text that are looked at. */
    static final int MAX_TEXT = 256;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Words() {}

    static String of(String text) {
        String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        String plain = MARKS.matcher(Normalizer.normalize(bounded, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace('ł', 'l')
                .replace('ø', 'o')
                .replace("æ", "ae")
                .replace("ß", "ss");
        return " " + OTHERS.matcher(plain).replaceAll(" ").strip() + " ";
    }
}
