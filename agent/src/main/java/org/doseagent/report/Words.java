package org.doseagent.report;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of a page in one language; see {@code words*.properties}. Immutable. */
final class Words {

    static final List<String> LANGUAGES = List.of("en", "de", "fr");

    private final ResourceBundle bundle;
    private final Locale locale;

    Words(String language) {
        if (!LANGUAGES.contains(language)) {
            throw new IllegalArgumentException("language " + language + " is not one of " + LANGUAGES);
        }
        locale = Locale.forLanguageTag(language);
        bundle = ResourceBundle.getBundle(
                "org.doseagent.report.words",
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
}
