package org.doseagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.doseagent.drl.TestLevels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The country of the site chooses the active sets, and the person who set it is told. */
final class CountrySetsTest {

    private static Settings.LevelFiles files(Map<String, String> overrides) {
        return ConfigLoader.load(TestLevels.CONFIG.resolve("agent.yaml"), overrides, Map.of())
                .levels();
    }

    private static List<String> names(Settings.LevelFiles files) {
        return files.sets().stream().map(file -> file.getFileName().toString()).toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DE | de-bfs-2022.yaml, eu-euclid-rp195.yaml, eu-pidrl-rp185.yaml | site.country DE: de-bfs-2022 and the European sets",
                "GB | uk-ndrl-2022.yaml, eu-euclid-rp195.yaml, eu-pidrl-rp185.yaml | site.country GB: uk-ndrl-2022 and",
                "AT | eu-euclid-rp195.yaml, eu-pidrl-rp185.yaml | no current set of AT (site.country) is available here",
                "FR | eu-euclid-rp195.yaml, eu-pidrl-rp185.yaml | no current set of FR (site.country) is available here",
                "XX | uk-ndrl-2022.yaml, eu-euclid-rp195.yaml, eu-pidrl-rp185.yaml | site.country is not set (XX)"
            })
    void a_country_has_its_own_sets_and_the_european_ones(String country, String sets, String told) {
        Settings.LevelFiles files = files(Map.of("site.country", country));
        assertThat(String.join(", ", names(files))).isEqualTo(sets);
        assertThat(files.choice())
                .hasValueSatisfying(choice -> assertThat(choice).contains(told));
    }

    @Test
    void named_files_are_active_whatever_the_country_is_and_may_stand_beside_auto() {
        assertThat(names(files(Map.of("site.country", "DE", "drl.sets", "[drl/fi-2013.yaml]"))))
                .containsExactly("fi-2013.yaml");
        assertThat(files(Map.of("drl.sets", "[drl/fi-2013.yaml]")).choice()).isEmpty();
        assertThat(names(files(Map.of("site.country", "AT", "drl.sets", "[drl/fi-2013.yaml, auto]"))))
                .containsExactly("fi-2013.yaml", "eu-euclid-rp195.yaml", "eu-pidrl-rp185.yaml");
    }

    @Test
    void every_set_of_a_country_is_shipped_and_of_that_country() throws Exception {
        for (String country : Locale.getISOCountries()) {
            for (String file : CountrySets.files(country)) {
                Path path = TestLevels.CONFIG.resolve(file);
                assertThat(path).exists();
                assertThat(Files.readString(path)).containsPattern("jurisdiction: \"?(EU|" + country + ")");
            }
        }
    }
}
