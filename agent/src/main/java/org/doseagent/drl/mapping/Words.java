package org.doseagent.drl.mapping;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form in which texts of scanners and people are compared: single words, in lower case, without accents, one blank between them and one
 * at both ends.
 *
 * <p>A word ends where the case changes as in {@code ThorRoutine} or {@code CTPelvis}, where digits begin or end as in {@code Liver3Phase},
 * and at every other character than a letter or digit ({@code ^ _ /}). Accents are removed (ä becomes a); ł becomes l, ø o, æ ae, œ oe, ß ss,
 * đ d, and ς becomes σ.
 */
final class Words {

    /** Characters of a text that are looked at. */
    static final int MAX_TEXT = 256;

    /** Borders inside one glued word. */
    private static final int MAX_GLUED = 3;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Between a small and a capital letter, between letters and digits, and before the last capital of {@code CTPelvis}. */
    private static final Pattern INNER_BORDER =
            Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})"
                    + "|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll}{2})");

    /** Between two names of body parts that are written as one word, as in {@code chestabdpelv}. */
    private static final Pattern GLUED = Pattern.compile(
            "(?<=\\b(?:head|neck|chest|thorax|thor|abdomen|abdo|abd|hals|kopf|bauch))"
                    + "(?=(?:head|neck|chest|thorax|thor|abdomen|abdo|abd|pelvis|pelvic|pelv|pel|hals|becken|bauch)(?:\\b|[a-z]))");

    private Words() {}

    static String of(String text) {
        String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        String composed = MARKS.matcher(Normalizer.normalize(bounded, Normalizer.Form.NFD))
                .replaceAll("");
        String plain = INNER_BORDER
                .matcher(composed)
                .replaceAll(" ")
                .toLowerCase(Locale.ROOT)
                .replace('ł', 'l')
                .replace('ø', 'o')
                .replace('đ', 'd')
                .replace('ς', 'σ')
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replace("ß", "ss");
        String words = " " + OTHERS.matcher(plain).replaceAll(" ").strip() + " ";
        for (int glued = 0; glued < MAX_GLUED; glued++) {
            words = GLUED.matcher(words).replaceAll(" ");
        }
        return words;
    }
}
