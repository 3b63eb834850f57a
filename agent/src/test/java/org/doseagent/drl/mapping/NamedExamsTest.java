package org.doseagent.drl.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doseagent.drl.TestLevels;
import org.junit.jupiter.api.Test;

/**
 * How well the shipped rules find the category of names from many hospitals and languages; see {@code README.md} beside the lists.
 *
 * <p>Precision is the share of right categories among those that are given, recall the share of names with a category that get the right one.
 * Only the half of each list is counted that no rule may be made on.
 */
final class NamedExamsTest {

    private static final String NONE = "-";

    private final Mapping shipped;

    NamedExamsTest() throws Exception {
        shipped = TestLevels.mapping();
    }

    private record Named(String language, String name, Set<String> right) {
        boolean isForRules() throws Exception {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8))[0] >= 0;
        }
    }

    /** Counts of one list or language. */
    private static final class Score {
        private int names;
        private int right;
        private int given;
        private int givenRight;
        private int wanted;
        private int wantedRight;

        private void count(Named named, String category) {
            boolean isRight = named.right().contains(category);
            names++;
            right += isRight ? 1 : 0;
            if (!category.equals(NONE)) {
                given++;
                givenRight += isRight ? 1 : 0;
            }
            if (!named.right().contains(NONE)) {
                wanted++;
                wantedRight += isRight ? 1 : 0;
            }
        }

        private double share() {
            return (double) right / names;
        }

        private double precision() {
            return (double) givenRight / given;
        }

        private double recall() {
            return (double) wantedRight / wanted;
        }
    }

    @Test
    void ninety_seven_of_a_hundred_categories_are_right_and_eighty_eight_of_a_hundred_exams_have_theirs()
            throws Exception {
        Map<String, Score> scores = scores("names.tsv");
        Score all = total(scores, "names.tsv");
        assertThat(all.precision()).isGreaterThanOrEqualTo(0.97);
        assertThat(all.recall()).isGreaterThanOrEqualTo(0.88);
        assertThat(scores)
                .allSatisfy((language, score) ->
                        assertThat(score.share()).as(language).isGreaterThanOrEqualTo(0.80));
    }

    @Test
    void names_collected_after_the_rules_are_as_good_as_when_they_were_first_measured() throws Exception {
        Score all = total(scores("names-later.tsv"), "names-later.tsv");
        assertThat(all.precision()).isGreaterThanOrEqualTo(0.88);
        assertThat(all.recall()).isGreaterThanOrEqualTo(0.88);
    }

    @Test
    void the_synonyms_of_another_program_are_as_good_as_when_they_were_first_measured() throws Exception {
        Score all = total(scores("names-pixelmed.tsv"), "names-pixelmed.tsv");
        assertThat(all.precision()).isGreaterThanOrEqualTo(0.92);
        assertThat(all.recall()).isGreaterThanOrEqualTo(0.80);
    }

    @Test
    void the_list_that_was_run_once_at_the_end_is_as_good_as_then() throws Exception {
        Score all = total(scores("names-last.tsv"), "names-last.tsv");
        assertThat(all.share()).isEqualTo(1);
    }

    @Test
    void names_that_rules_were_made_on_are_all_right() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String list : List.of("names.tsv", "names-later.tsv")) {
            for (Named named : read(list)) {
                String category = category(named.name());
                if (named.isForRules() && !named.right().contains(category)) {
                    wrong.add(named.name() + ": " + category);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private Map<String, Score> scores(String list) throws Exception {
        Map<String, Score> scores = new TreeMap<>();
        for (Named named : read(list)) {
            if (!named.isForRules()) {
                scores.computeIfAbsent(named.language(), absent -> new Score()).count(named, category(named.name()));
            }
        }
        return scores;
    }

    private static Score total(Map<String, Score> scores, String list) {
        Score all = new Score();
        scores.forEach((language, score) -> {
            System.out.printf(
                    "mapping: %s %s: %.1f %% of %d right%n", list, language, score.share() * 100, score.names);
            all.names += score.names;
            all.right += score.right;
            all.given += score.given;
            all.givenRight += score.givenRight;
            all.wanted += score.wanted;
            all.wantedRight += score.wantedRight;
        });
        System.out.printf(
                "mapping: %s unseen half: precision %.1f %%, recall %.1f %%, %d names%n",
                list, all.precision() * 100, all.recall() * 100, all.names);
        return all;
    }

    private String category(String name) {
        return shipped.match(Mapping.Subject.ofText(name))
                .map(Mapping.Match::category)
                .orElse(NONE);
    }

    private static List<Named> read(String list) throws Exception {
        try (InputStream stream = Objects.requireNonNull(NamedExamsTest.class.getResourceAsStream(list), list)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t"))
                    .map(cells -> new Named(cells[1], cells[2], right(cells[3])))
                    .toList();
        }
    }

    private static Set<String> right(String labels) {
        return Stream.of(labels.split(","))
                .map(label -> label.equals(NONE) ? label : "CT-" + label)
                .collect(Collectors.toUnmodifiableSet());
    }
}
