package org.doseagent.report.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.doseagent.dose.Quantity;

/** The words and numbers of a page in one language; see {@code words*.properties}. Immutable. */
final class Words {

    static final List<String> LANGUAGES = List.of("en", "de", "fr");

    /** Printed in place of a missing number. */
    static final String NONE = "–";

    private static final BigDecimal TEN = BigDecimal.TEN;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final ResourceBundle bundle;
    private final Locale locale;
    private final DecimalFormatSymbols symbols;

    Words(String language) {
        if (!LANGUAGES.contains(language)) {
            throw new IllegalArgumentException("language " + language + " is not one of " + LANGUAGES);
        }
        locale = Locale.forLanguageTag(language);
        symbols = DecimalFormatSymbols.getInstance(locale);
        bundle = ResourceBundle.getBundle(
                "org.doseagent.report.page.words",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String of(String key) {
        return bundle.getString(key);
    }

    String of(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), locale).format(values);
    }

    String language() {
        return locale.getLanguage();
    }

    /** Returns a measured dose with a number of digits that fits its size. */
    String dose(Quantity quantity, BigDecimal value) {
        int digits = value.compareTo(HUNDRED) >= 0 ? 0 : value.compareTo(TEN) >= 0 || quantity == Quantity.DLP ? 1 : 2;
        return decimal(value, digits);
    }

    /** Returns a published value with the digits of the publication. */
    String published(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return decimal(plain, Math.max(0, plain.scale()));
    }

    String ratio(BigDecimal value) {
        return decimal(value, 2);
    }

    String percent(BigDecimal value) {
        return of("percent", published(value));
    }

    /** Returns a part of a whole as a whole percentage, rounded down. */
    String share(long part, long whole) {
        return whole == 0 ? NONE : of("percent", Long.toString(part * 100 / whole));
    }

    String count(long number) {
        return new DecimalFormat("#,##0", symbols).format(number);
    }

    String decimal(BigDecimal value, int digits) {
        return value.setScale(digits, RoundingMode.HALF_UP).toPlainString().replace('.', symbols.getDecimalSeparator());
    }

    /** Returns the words for a kind of alert; an unknown kind is printed as it is. */
    String kind(String label) {
        String key = "kind." + label;
        return bundle.containsKey(key) ? of(key) : label;
    }

    String name(Quantity quantity) {
        return of(quantity.name());
    }

    static String unit(Quantity quantity) {
        return quantity == Quantity.DLP ? "mGy·cm" : "mGy";
    }
}
