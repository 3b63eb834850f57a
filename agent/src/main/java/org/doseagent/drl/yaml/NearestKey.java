package org.doseagent.drl.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the key that a mistyped one was meant to be: a similar word in the same group, or the same word in another group. */
public final class NearestKey {

    /** Keys that a message lists at most, where no key is similar. */
    private static final int MAX_LISTED = 40;

    private final List<String> keys;

    /** {@code known} are dotted keys; their groups are keys too. */
    public NearestKey(Collection<String> known) {
        keys = known.stream().flatMap(NearestKey::withGroups).distinct().toList();
    }

    private static Stream<String> withGroups(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? Stream.of(key) : Stream.concat(withGroups(key.substring(0, dot)), Stream.of(key));
    }

    /** Returns the end of a message: the most similar key, or, where no key is similar, the keys of the group. */
    public String hint(String key) {
        return nearest(key)
                .map(found -> "did you mean " + LocatedYaml.display(found) + "?")
                .orElseGet(() -> "known here: " + siblings(key));
    }

    /** Returns the most similar key; empty where no key is similar. */
    public Optional<String> nearest(String key) {
        return bySimilarity(key)
                .findFirst()
                .filter(found -> score(key, found) <= Math.max(2, last(key).length() / 3));
    }

    private Stream<String> bySimilarity(String key) {
        return keys.stream()
                .filter(each -> !each.equals(key))
                .sorted(Comparator.comparingInt((String each) -> score(key, each))
                        .thenComparingInt(each -> distance(key, each))
                        .thenComparing(each -> each));
    }

    private String siblings(String key) {
        List<String> siblings = bySimilarity(key)
                .filter(each -> group(each).equals(group(key)))
                .map(NearestKey::last)
                .limit(MAX_LISTED)
                .toList();
        return String.join(", ", siblings);
    }

    private static int score(String key, String known) {
        int words = distance(
                last(key).toLowerCase(java.util.Locale.ROOT), last(known).toLowerCase(java.util.Locale.ROOT));
        if (group(key).equals(group(known))) {
            return words;
        }
        return words == 0 ? 1 : distance(key, known);
    }

    private static String group(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf('.')));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Returns the Levenshtein distance of two short words. */
    static int distance(String first, String second) {
        int[] previous = new int[second.length() + 1];
        for (int j = 0; j <= second.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= first.length(); i++) {
            int[] current = new int[second.length() + 1];
            current[0] = i;
            for (int j = 1; j <= second.length(); j++) {
                int change = previous[j - 1] + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[second.length()];
    }
}
