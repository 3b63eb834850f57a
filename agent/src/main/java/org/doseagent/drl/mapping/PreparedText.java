package org.doseagent.drl.mapping;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One text as single words, without the phrases that say nothing; each pattern is looked for once. Not thread-safe. */
final class PreparedText {

    private final String words;
    private final IdentityHashMap<Pattern, Boolean> found = new IdentityHashMap<>();

    private PreparedText(String words) {
        this.words = words;
    }

    static PreparedText of(String text, List<Pattern> ignored) {
        String words = Words.of(text);
        for (Pattern phrase : ignored) {
            words = phrase.matcher(words).replaceAll(" ");
        }
        return new PreparedText(words);
    }

    String words() {
        return words;
    }

    boolean has(Pattern pattern) {
        return found.computeIfAbsent(pattern, absent -> absent.matcher(words).find());
    }

    /** Returns the words that a pattern was found in. */
    Optional<String> match(Pattern pattern) {
        Matcher matcher = pattern.matcher(words);
        return matcher.find() ? Optional.of(matcher.group().strip()) : Optional.empty();
    }
}
