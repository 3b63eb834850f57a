package org.doseagent.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.level.Successor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page says beside an older edition that there is a newer one. */
final class SupersededTest {

    private static DrlSet set(Optional<Successor> successor) {
        return new DrlSet(
                new DrlSet.Publication("old", "T", "XX", "1", "a source", successor),
                new DrlSet.Trust("A", true, false),
                DrlSet.Validity.ALWAYS,
                "0123",
                true,
                new DrlSet.Method(DrlSet.Statistic.MEDIAN, 20, Optional.empty()),
                List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | superseded by New DRLs, whose values are not available here",
                "de | ersetzt durch New DRLs; dessen Werte liegen hier nicht vor",
                "fr | remplacé par New DRLs, dont les valeurs ne sont pas disponibles ici"
            })
    void names_the_newer_edition(String language, String text) {
        DrlSet set = set(Optional.of(new Successor(Optional.of(2025), "New DRLs", Optional.empty())));
        assertThat(Comparison.superseded(set, new Words(language))).contains(text);
    }

    @Test
    void names_the_set_that_is_here_and_says_nothing_of_a_current_one() {
        DrlSet set = set(Optional.of(new Successor(Optional.empty(), "New DRLs", Optional.of("new"))));
        assertThat(Comparison.superseded(set, new Words("en"))).contains("superseded, see new");
        assertThat(Comparison.superseded(set(Optional.empty()), new Words("en"))).isEmpty();
    }
}
