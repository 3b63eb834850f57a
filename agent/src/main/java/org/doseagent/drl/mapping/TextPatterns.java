package org.doseagent.drl.mapping;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a rule asks of a text.
 *
 * @param all each of these lists must have a pattern that is found
 * @param none none of these patterns may be found
 */
record TextPatterns(List<List<Pattern>> all, List<Pattern> none) {

    TextPatterns {
        all = all.stream().map(List::copyOf).toList();
        none = List.copyOf(none);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** A rule that asks for nothing does not match. */
    boolean match(Predicate<Pattern> isFound) {
        return !all.isEmpty() && all.stream().allMatch(any -> any.stream().anyMatch(isFound)) && isClear(isFound);
    }

    /** Whether everything that the rule asks for is found, and only a word that must not be there keeps it from matching. */
    boolean isOnlyBlocked(Predicate<Pattern> isFound) {
        return !all.isEmpty() && all.stream().allMatch(any -> any.stream().anyMatch(isFound)) && !isClear(isFound);
    }

    /** Returns the first pattern that must not be found and is. */
    Optional<Pattern> obstacle(Predicate<Pattern> isFound) {
        return none.stream().filter(isFound).findFirst();
    }

    private boolean isClear(Predicate<Pattern> isFound) {
        return none.stream().noneMatch(isFound);
    }
}
