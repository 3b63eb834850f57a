package org.doseagent.drl.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a text was read.
 *
 * @param words the single words that were compared
 * @param named the named words of the rules that were found, and in which words
 * @param candidates the rules that have all they ask for, in their order
 * @param decision what is decided
 */
public record TextTrace(List<String> words, Map<String, String> named, List<Candidate> candidates, Decision decision) {

    public TextTrace {
        words = List.copyOf(words);
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        candidates = List.copyOf(candidates);
    }

    /**
     * A rule that has all it asks for.
     *
     * @param category empty: the rule leaves the exam without a category
     * @param obstacle the words that keep the rule from matching
     */
    public record Candidate(String rule, Optional<String> category, Optional<String> obstacle) {}
}
