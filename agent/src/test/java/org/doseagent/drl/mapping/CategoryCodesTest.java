package org.doseagent.drl.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.drl.TestLevels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Each code of a category is in the material that it was taken from, where that lies beside the checkout. */
final class CategoryCodesTest {

    private static final Path SHARED = TestLevels.CONFIG.resolve("../../shared").normalize();

    static boolean isMaterialThere() {
        return Files.isRegularFile(SHARED.resolve("drl/loinc_ct.csv"));
    }

    @Test
    @EnabledIf("isMaterialThere")
    void each_procedure_code_is_in_the_table_of_loinc_or_named_in_the_notes() throws Exception {
        List<String> loinc = Files.readAllLines(SHARED.resolve("drl/loinc_ct.csv")).stream()
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
        String midrc = Files.readString(SHARED.resolve("drl/midrc_ct_studydescription_loinc.tsv"));
        String notes = Files.readString(SHARED.resolve("drl/README.md"));
        List<String> unknown = new ArrayList<>();
        for (Categories.Category category : TestLevels.categories().all()) {
            for (String code : category.procedures()) {
                boolean isKnown = code.startsWith("RPID")
                        ? isNamed(notes, code)
                        : loinc.contains(code) || midrc.contains(code) || notes.contains(code);
                if (!isKnown) {
                    unknown.add(category.id() + " " + code);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** The notes write RPID16/17/18 for three of them. */
    private static boolean isNamed(String notes, String code) {
        String number = code.substring("RPID".length());
        return notes.matches("(?s).*(RPID|/)" + number + "\\b.*");
    }

    @Test
    @EnabledIf("isMaterialThere")
    void each_target_region_is_in_the_tables_of_the_standard() throws Exception {
        String standard = Files.readString(SHARED.resolve("standards/ct-rdsr.md"));
        List<String> unknown = new ArrayList<>();
        TestLevels.categories()
                .all()
                .forEach(category -> category.regions().stream()
                        .filter(code -> !standard.contains(code))
                        .forEach(code -> unknown.add(category.id() + " " + code)));
        assertThat(unknown).isEmpty();
    }

    @Test
    @EnabledIf("isMaterialThere")
    void no_code_means_two_categories() throws Exception {
        List<String> all = new ArrayList<>();
        TestLevels.categories().all().forEach(category -> {
            all.addAll(category.procedures());
            all.addAll(category.regions());
        });
        assertThat(all).doesNotHaveDuplicates();
    }
}
