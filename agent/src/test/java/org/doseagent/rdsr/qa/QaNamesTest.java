package org.doseagent.rdsr.qa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.doseagent.dose.PatientFacts;
import org.doseagent.rdsr.qa.QaEvidence.Verdict;
import org.doseagent.rdsr.qa.QaNames.Name;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How well names tell phantoms from patients, both ways: on names of this test, and on real study descriptions of patients. */
final class QaNamesTest {

    private record Labelled(String name, boolean isQa, boolean isUnseen) {}

    private static List<Labelled> names() throws IOException {
        try (InputStream in = Objects.requireNonNull(QaNamesTest.class.getResourceAsStream("qa-names.tsv"))) {
            List<Labelled> names = new ArrayList<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(cells ->
                            names.add(new Labelled(cells[0], cells[1].equals("qa"), cells[2].equals("unseen"))));
            return names;
        }
    }

    @Test
    void no_name_of_a_patient_decides_for_a_phantom_and_most_names_of_phantoms_do() throws IOException {
        for (boolean isUnseen : new boolean[] {false, true}) {
            List<Labelled> some =
                    names().stream().filter(each -> each.isUnseen() == isUnseen).toList();
            long truth = some.stream().filter(Labelled::isQa).count();
            long found = some.stream()
                    .filter(each -> QaNames.of(each.name()) == Name.QA)
                    .count();
            long right = some.stream()
                    .filter(each -> each.isQa() && QaNames.of(each.name()) == Name.QA)
                    .count();
            System.out.println("names of phantoms, " + (isUnseen ? "unseen" : "made") + ": " + right + " of " + truth
                    + " found, " + (found - right) + " of " + (some.size() - truth) + " patients taken for phantoms");
            assertThat(found - right).isZero();
            assertThat((double) right / truth).isGreaterThan(0.75);
        }
    }

    @Test
    void real_study_descriptions_of_patients_are_patients() throws IOException {
        Path list = Path.of(System.getProperty("project.root", ".."))
                .resolve("../shared/drl/midrc_ct_studydescription_loinc.tsv");
        Assumptions.assumeTrue(Files.exists(list));
        List<String> names = Files.readAllLines(list).stream()
                .skip(1)
                .map(line -> line.split("\t", -1)[0])
                .toList();
        assertThat(names).hasSizeGreaterThan(250);
        assertThat(names).allSatisfy(name -> assertThat(QaNames.of(name)).isEqualTo(Name.OTHER));
        assertThat(names)
                .allSatisfy(name -> assertThat(QaEvidence.of(name, PatientFacts.UNKNOWN, List.of())
                                .verdict())
                        .isEqualTo(Verdict.PATIENT));
    }
}
