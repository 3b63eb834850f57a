package org.doseagent.cli;

import java.util.List;
import java.util.function.Function;
import org.doseagent.drl.yaml.NearestKey;

/** The value of an option that must be a word of a list. */
public final class Choice {

    private Choice() {}

    /**
     * Returns the value that has a label.
     *
     * @throws IllegalArgumentException if none has; the message lists all labels and names the most similar one
     */
    public static <T> T of(Given given, List<T> values, Function<T, String> label) {
        return values.stream()
                .filter(value -> label.apply(value).equals(given.text()))
                .findFirst()
                .orElseThrow(() -> refused(given, values.stream().map(label).toList()));
    }

    /**
     * Refuses a word that is not in a list.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static void require(Given given, List<String> words) {
        if (!words.contains(given.text())) {
            throw refused(given, words);
        }
    }

    /** An option and the word that it has on the command line. */
    public record Given(String option, String text) {}

    private static IllegalArgumentException refused(Given given, List<String> words) {
        return new IllegalArgumentException(given.option() + " " + given.text() + ": must be one of "
                + String.join(", ", words)
                + new NearestKey(words)
                        .nearest(given.text())
                        .map(word -> "; did you mean " + word + "?")
                        .orElse(""));
    }
}
