package org.doseagent.rdsr.qa;

import org.doseagent.rdsr.text.Texts;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How phantoms and quality control are named, in the languages of the mapping: English, German, French, Italian, Spanish, Portuguese, Dutch,
 * Polish, Danish, Norwegian, Swedish and Finnish. Texts are compared in lower case, without accents, other characters as blanks.
 */
public final class QaNames {

    private static final int MAX_TEXT = 256;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern CAMEL = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");

    /** Names that no exam of a patient has, but those of {@link #NOT_THOSE}. */
    private static final Pattern STRONG = Pattern.compile(String.join(
            "|",
            " (\\w*phantom\\w*|\\w*fantom(a|e|i|er|et)?|\\w*fantoom|fantoccio|maniqui|catphan\\w*|ctdi\\w*) ",
            " quality (control|assurance|check)s? ",
            " qualitats(kontrolle|sicherung|prufung) ",
            " konstanz\\w* ",
            " constancy ",
            " (controle|assurance) (de )?(la )?qualite ",
            " test de constance ",
            " controll[oi] (di |della )?qualita ",
            " prov[ae] di costanza ",
            " control (de )?(la )?calidad ",
            " prueba de constancia ",
            " controle (de )?qualidade ",
            " kwaliteits(controle|borging) ",
            " kontrola jakosci ",
            " kvalitets(kontroll?|sikring|sakring) ",
            " laadun(valvonta|varmistus|tarkastus) ",
            " (acceptance test|abnahmeprufung|abnahmemessung) "));

    /** Abbreviations, which stand for something else in a longer name. */
    private static final String SHORT = "(qa|qc|dqa|dqc|iqa|qaqc)";

    private static final Pattern ABBREVIATION = Pattern.compile(" " + SHORT + " ");

    /** A name that has nothing but an abbreviation and what a phantom is scanned as. */
    private static final Pattern NOTHING_ELSE = Pattern.compile(
            " ((ct|head|body|abdomen|axial|helical|spiral|air|specials|adult|daily|weekly|monthly"
                    + "|test|physics|service|\\d{1,4}|\\d+x\\d+|ct\\d|kv|mm|cm|\\d+kv) )*" + SHORT
                    + "( (" + SHORT
                    + "|ct|head|body|abdomen|axial|helical|spiral|air|adult|daily|weekly|monthly|test|\\d{1,4}|\\d+x\\d+|ct\\d|kv|mm|cm|\\d+kv))* ");

    /** A phantom beside or below a patient, and a symptom of that name. */
    private static final Pattern NOT_THOSE = Pattern.compile(
            " (qct|bmd|bone|densit\\w*|osteo\\w*|mineral|knochendichte|limb|pain|schmerz\\w*|\\w*schmerz) | phantomschmerz\\w* ");

    /** Names that exams of patients have too. */
    private static final Pattern WEAK = Pattern.compile(String.join(
            "|",
            " (daily|weekly|monthly|taglich\\w*|quotidien(ne)?|giornalier[oa]|diari[oa]|dagelijks\\w*|codzienn[aey]|daglig\\w*) ",
            " (water|wasser|eau|acqua|agua|woda|vand|vann|vatten|vesi) ",
            " (physics|physik|physique|fisica|fysica|fysik|fysikk|fizyka|fysiikka) ",
            " ((air|water|wasser)?(calibrat\\w*|kalibr\\w*|calibra\\w*)) ",
            " (service|maintenance|wartung|warmup|acr|engineering|qs|mtf|noise|uniformity|homogenitat) "));

    private static final Pattern INTERVENTION = Pattern.compile(
            " (\\w*biops\\w*|\\w*punkt\\w*|punct\\w*|\\w*drain\\w*|interv\\w*|fluoro\\w*|guid\\w*|ablat\\w*|infiltr\\w*|prt) ");

    private QaNames() {}

    private static String words(String text) {
        String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        String split = CAMEL.matcher(bounded).replaceAll(" ");
        String plain = MARKS.matcher(Normalizer.normalize(split, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace('\u0142', 'l')
                .replace('\u00f8', 'o')
                .replace("\u00e6", "ae");
        return " " + OTHERS.matcher(plain).replaceAll(" ").strip() + " ";
    }

    /** What a name says. */
    public enum Name {
        /** A phantom or quality control. */
        QA,
        /** One that a phantom may have, or a strong one beside words of a patient's exam. */
        PERHAPS,
        OTHER
    }

    public static Name of(String text) {
        String words = words(text);
        boolean isStrong =
                STRONG.matcher(words).find() || NOTHING_ELSE.matcher(words).matches();
        if (isStrong && !NOT_THOSE.matcher(words).find()) {
            return Name.QA;
        }
        return isStrong
                        || WEAK.matcher(words).find()
                        || ABBREVIATION.matcher(words).find()
                ? Name.PERHAPS
                : Name.OTHER;
    }

    public static boolean isIntervention(String text) {
        return INTERVENTION.matcher(words(text)).find();
    }
}
