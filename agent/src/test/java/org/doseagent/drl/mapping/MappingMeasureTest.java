package org.doseagent.drl.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.drl.TestLevels;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How well the shipped rules find the category of real study descriptions that they were not made on.
 *
 * <p>The names are those of MIDRC (github.com/MIDRC/midrc_dicom_harmonization), each with the LOINC code that people gave it. Names whose
 * SHA-256 begins with a byte below 128 are those that rules may be tuned on; the others are for this measurement only.
 */
final class MappingMeasureTest {

    private static final Path NAMES = TestLevels.CONFIG.resolve("../../shared/drl/midrc_ct_studydescription_loinc.tsv");

    private static final String UNMAPPED = "unmapped";

    /** Which of our categories say the same as a LOINC code; where the name says more than the code, several do. */
    private static final Map<String, Set<String>> SAME = Map.ofEntries(
            chest("24627-2"),
            chest("24628-0"),
            chest("29252-4"),
            chest("30598-7"),
            chest("47366-0"),
            same("87279-6", "CT-CHEST-LOW-DOSE"),
            same("79086-5", "CT-CHEST-LOW-DOSE"),
            same("36424-0", "CT-ABDOMEN", "CT-ABDOMEN-PELVIS", "CT-KUB"),
            same("79103-8", "CT-ABDOMEN", "CT-ABDOMEN-PELVIS"),
            same("36267-3", "CT-ABDOMEN", "CT-ABDOMEN-PELVIS", "CT-UROGRAM", "CT-LIVER", "CT-PANCREAS", "CT-KIDNEYS"),
            abdomen("36813-4"),
            abdomen("42274-1"),
            abdomen("36952-0"),
            same("87853-8", "CT-ABDOMEN-PELVIS", "CT-ABDOMEN-ANGIOGRAPHY"),
            same("30592-0", "CT-CERVICAL-SPINE"),
            same("83294-9", "CT-THORACOLUMBAR-SPINE"),
            same("42275-8", "CT-CHEST-ABDOMEN"),
            same("42276-6", "CT-CHEST-ABDOMEN"),
            same("42277-4", "CT-CHEST-ABDOMEN"),
            trunk("87864-5"),
            trunk("87869-4"),
            trunk("72254-6"),
            trunk("72252-0"),
            trunk("72253-8"),
            same("83299-8", "CT-AORTA-ANGIOGRAPHY"),
            same("86982-6", "CT-AORTA-ANGIOGRAPHY"),
            same("86971-9", "CT-AORTA-ANGIOGRAPHY"),
            same("86983-4", "CT-AORTA-ANGIOGRAPHY"),
            same("83298-0", "CT-AORTA-ANGIOGRAPHY"),
            same("35969-5", "CT-OESOPHAGUS"),
            same("72249-6", "CT-FACE", "CT-SINUS"),
            same("35895-2", "CT-INTERVENTION"),
            same("35938-0", "CT-INTERVENTION"),
            same("81555-5", "CT-PET-SPECT"),
            head("24725-4"),
            head("24726-2"),
            head("30799-1"),
            same("24728-8", "CT-HEAD-PERFUSION"),
            same("30593-8", "CT-HEAD-NECK-ANGIOGRAPHY"),
            same("37498-3", "CT-HEAD-NECK-ANGIOGRAPHY"),
            same("36234-3", "CT-HEAD-NECK-ANGIOGRAPHY"),
            same("58744-4", "CT-CARDIAC", "CT-CORONARY-ANGIOGRAPHY"),
            same("79073-3", "CT-CORONARY-ANGIOGRAPHY"),
            same("86980-0", "CT-CORONARY-ANGIOGRAPHY"),
            same("79087-3", "CT-CALCIUM-SCORE"),
            same("36934-8", "CT-CALCIUM-SCORE"),
            same("24865-8", "CT-PELVIS", "CT-HIP"),
            same("24866-6", "CT-PELVIS", "CT-HIP"),
            same("86981-8", "CT-CHEST-ANGIOGRAPHY", "CT-PULMONARY-ANGIOGRAPHY"),
            same("36266-5", "CT-CHEST-ANGIOGRAPHY", "CT-PULMONARY-ANGIOGRAPHY"),
            same("30804-9", "CT-CHEST-ANGIOGRAPHY", "CT-PULMONARY-ANGIOGRAPHY"),
            same("87859-5", "CT-CHEST-ANGIOGRAPHY"),
            same("69908-2", "CT-ABDOMEN-ANGIOGRAPHY"),
            same("82679-2", "CT-ABDOMEN-ANGIOGRAPHY"),
            same("78031-2", "CT-RUNOFF-ANGIOGRAPHY"),
            same("36147-7", "CT-PULMONARY-ANGIOGRAPHY"),
            same("79077-4", "CT-PULMONARY-ANGIOGRAPHY"),
            same("46305-9", "CT-WHOLE-BODY-TRAUMA", "CT-PET-SPECT"),
            same("25045-6", UNMAPPED, "CT-OTHER", "CT-PLANNING", "CT-INTERVENTION"));

    private static Map.Entry<String, Set<String>> same(String loinc, String... categories) {
        return Map.entry(loinc, Set.of(categories));
    }

    private static Map.Entry<String, Set<String>> chest(String loinc) {
        return same(
                loinc,
                "CT-CHEST",
                "CT-CHEST-HIGH-RESOLUTION",
                "CT-CHEST-LOW-DOSE",
                "CT-CHEST-LUNG-CANCER",
                "CT-CHEST-ANGIOGRAPHY");
    }

    private static Map.Entry<String, Set<String>> abdomen(String loinc) {
        return same(
                loinc,
                "CT-ABDOMEN-PELVIS",
                "CT-KUB",
                "CT-UROGRAM",
                "CT-APPENDICITIS",
                "CT-ABDOMEN-COLIC",
                "CT-COLONOGRAPHY",
                "CT-ENTEROGRAPHY",
                "CT-ABDOMEN-MULTIPHASE",
                "CT-LIVER",
                "CT-PANCREAS",
                "CT-KIDNEYS");
    }

    private static Map.Entry<String, Set<String>> trunk(String loinc) {
        return same(loinc, "CT-CHEST-ABDOMEN-PELVIS", "CT-NECK-CHEST-ABDOMEN-PELVIS", "CT-AORTA-ANGIOGRAPHY");
    }

    private static Map.Entry<String, Set<String>> head(String loinc) {
        return same(loinc, "CT-HEAD", "CT-HEAD-STROKE");
    }

    private record Named(String name, String loinc) {
        boolean isForTuning() throws Exception {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8))[0] >= 0;
        }
    }

    private static final List<Named> ALL = new ArrayList<>();

    @BeforeAll
    static void read() throws Exception {
        assumeTrue(Files.exists(NAMES), "skipped: ../shared/drl is not beside this checkout");
        for (String line :
                Files.readAllLines(NAMES).subList(1, (int) Files.lines(NAMES).count())) {
            String[] cells = line.split("\t", -1);
            ALL.add(new Named(cells[0], cells[1].replaceAll("[^0-9-]", "")));
        }
    }

    @Test
    void nine_of_ten_names_that_no_rule_was_made_on_find_their_category() throws Exception {
        Map<String, String> misses = new TreeMap<>();
        double tuned = share(true, misses);
        double heldOut = share(false, new TreeMap<>());
        System.out.printf("mapping: tuned half %.1f %%, held-out half %.1f %%%n", tuned * 100, heldOut * 100);
        misses.forEach((name, category) -> System.out.println("  tuned half, other: " + name + ": " + category));
        assertThat(heldOut).isGreaterThanOrEqualTo(0.90);
    }

    private static double share(boolean isForTuning, Map<String, String> misses) throws Exception {
        Mapping mapping = TestLevels.mapping();
        int all = 0;
        int right = 0;
        for (Named named : ALL) {
            if (named.isForTuning() == isForTuning && !named.loinc().isEmpty()) {
                String category = mapping.match(Mapping.Subject.ofText(named.name()))
                        .map(Mapping.Match::category)
                        .orElse(UNMAPPED);
                boolean isRight = SAME.getOrDefault(named.loinc(), Set.of()).contains(category);
                all++;
                right += isRight ? 1 : 0;
                if (!isRight) {
                    misses.put(named.name(), category + " for " + named.loinc());
                }
            }
        }
        return (double) right / all;
    }
}
