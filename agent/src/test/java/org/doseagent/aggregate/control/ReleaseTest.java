package org.doseagent.aggregate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.aggregate.control.TestRelease.OCTOBER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Level;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.testdata.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReleaseTest {

    private static final Path SCHEMA =
            Path.of(System.getProperty("project.root", "..")).resolve("docs/dose-aggregate-1.schema.json");

    private static final Reference REFERENCE = new Reference(
            List.of(new Level(
                    new Level.DrlSetId("xx-set", "XX", "a".repeat(64)),
                    "CT-CHEST",
                    Quantity.DLP,
                    32,
                    6574,
                    Integer.MAX_VALUE,
                    new BigDecimal("390"))),
            Map.of("CT-CHEST", List.of(new Reference.PublishedCode("http://loinc.org", "24627-2"))));

    @Test
    void the_same_exams_in_any_order_give_the_same_bytes() {
        List<AssessedExam> exams = exams("CT-CHEST", 40);
        exams.addAll(exams("CT-HEAD", 25));
        byte[] first = release(exams).json();
        Collections.shuffle(exams, new Random(3));
        assertThat(release(exams).json()).isEqualTo(first);
    }

    @Test
    void the_document_fits_its_schema() throws Exception {
        ObjectNode document = Canonical.parse(release(exams("CT-CHEST", 40)).json());
        assertThat(schema().validate(document)).isEmpty();
        assertThat(document.get("cells")).hasSize(2);
        assertThat(document.get("cells").toString()).contains("\"exams\":\"10-19\"", "24627-2");
        assertThat(document.get("drlSets").toString()).contains("xx-set");
        document.put("patientName", "x");
        assertThat(schema().validate(document)).isNotEmpty();
    }

    @Test
    void a_correction_fits_the_schema_and_names_the_release_that_it_replaces() throws Exception {
        TestRelease site = new TestRelease(TestRelease.CONTROL, Inventory.NONE, REFERENCE);
        Release first = site.close(OCTOBER, exams("CT-CHEST", 40)).release().orElseThrow();
        Release second = site.close(OCTOBER, exams("CT-CHEST", 60)).release().orElseThrow();
        JsonNode document = Canonical.parse(second.json());
        assertThat(schema().validate(document)).isEmpty();
        assertThat(document.get("sequence").asInt()).isEqualTo(2);
        assertThat(document.get("supersedes").asText())
                .isEqualTo(first.document().submissionId());
    }

    @Test
    void a_document_with_differential_privacy_fits_its_schema() throws Exception {
        TestRelease site = new TestRelease(TestRelease.withPrivacy("1", "2"), Inventory.NONE, REFERENCE);
        JsonNode document = Canonical.parse(site.close(OCTOBER, exams("CT-CHEST", 120))
                .release()
                .orElseThrow()
                .json());
        assertThat(schema().validate(document)).isEmpty();
        assertThat(document.at("/disclosureControl/mechanism").asText()).isEqualTo("dp-exponential");
        assertThat(document.get("cells")).hasSize(2).allMatch(cell -> !cell.has("aboveDrl"));
    }

    @Test
    void keys_are_sorted_without_white_space() {
        String text = new String(release(exams("CT-CHEST", 40)).json(), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain(" ", "\n").startsWith("{\"cells\":[{\"aboveDrl\":[{\"drl\":390,");
    }

    @Test
    void another_month_or_other_cells_are_another_submission() {
        TestRelease site = TestRelease.usual();
        List<AssessedExam> forty = exams("CT-CHEST", 40);
        assertThat(List.of(
                        site.decide(OCTOBER, forty)
                                .release()
                                .orElseThrow()
                                .document()
                                .submissionId(),
                        site.decide(CalendarPeriod.of(YearMonth.of(2026, 11)), forty)
                                .release()
                                .orElseThrow()
                                .document()
                                .submissionId(),
                        site.decide(OCTOBER, exams("CT-CHEST", 60))
                                .release()
                                .orElseThrow()
                                .document()
                                .submissionId()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    @Test
    void the_signature_is_over_everything_else() {
        ObjectNode document = Canonical.parse(release(exams("CT-CHEST", 40)).json());
        assertThat(Signer.isSigned(document)).isTrue();
        ((ObjectNode) document.get("cells").get(0)).put("n", 45);
        assertThat(Signer.isSigned(document)).isFalse();
        assertThat(Signer.isSigned(Canonical.parse("{}"))).isFalse();
    }

    @Test
    void a_release_contains_no_patient_data() {
        String text = new String(release(exams("CT-CHEST", 40)).json(), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("patient-", "1.2.826", "ACC", "2026-10-05", "SCN", "Haus", "ACME", "VX77");
    }

    @Test
    void cells_below_the_thresholds_are_withheld_and_named_on_site_only() {
        List<AssessedExam> exams = exams("CT-CHEST", 40);
        exams.addAll(exams("CT-SINUS", 19));
        Decision decision = TestRelease.usual().decide(OCTOBER, exams);
        assertThat(decision.withheld())
                .hasSize(2)
                .allMatch(cell -> cell.key().category().equals("CT-SINUS"));
        assertThat(new String(decision.release().orElseThrow().json(), StandardCharsets.UTF_8))
                .doesNotContain("SINUS");
    }

    @Test
    void one_exam_without_a_category_does_not_change_the_coverage() {
        List<AssessedExam> exams = exams("CT-CHEST", 300);
        int all = coverage(exams);
        exams.add(Sample.of("unmapped", "100").category("").exam());
        assertThat(coverage(exams)).as("300 of 301").isEqualTo(all).isEqualTo(80);
    }

    @ParameterizedTest(name = "{0} per cent are published as {1}")
    @CsvSource({"0, 0", "49, 0", "50, 50", "79, 50", "80, 80", "100, 80"})
    void coverage_is_published_as_a_wide_band(int percent, int band) {
        assertThat(DisclosureControl.coverageBand(percent)).isEqualTo(band);
    }

    @Test
    void a_correction_keeps_the_coverage_of_the_first_release() {
        TestRelease site = TestRelease.usual();
        site.close(OCTOBER, exams("CT-CHEST", 40));
        List<AssessedExam> exams = exams("CT-CHEST", 60);
        for (int i = 0; i < 60; i++) {
            exams.add(Sample.of("unmapped" + i, "100").category("").exam());
        }
        assertThat(coverage(exams)).isEqualTo(50);
        JsonNode correction = Canonical.parse(
                site.close(OCTOBER, exams).release().orElseThrow().json());
        assertThat(correction.at("/coverage/mappedPercent").asInt()).isEqualTo(80);
    }

    private static int coverage(List<AssessedExam> exams) {
        return Canonical.parse(release(exams).json())
                .at("/coverage/mappedPercent")
                .asInt();
    }

    @Test
    void a_release_is_computed_again_from_the_store_and_changes_are_detected() {
        TestRelease site = new TestRelease(TestRelease.CONTROL, Inventory.NONE, REFERENCE);
        List<AssessedExam> exams = exams("CT-CHEST", 40);
        Release release = site.close(OCTOBER, exams).release().orElseThrow();
        Verifier verifier = new Verifier(TestRelease.HASH, TestRelease.KEY);
        Verifier.Result whole = verifier.verify(release, TestRelease.FIRST, site.tabulate(exams));
        assertThat(whole.broken()).isEmpty();
        assertThat(whole.gone()).isEmpty();

        Verifier.Result purged = verifier.verify(release, TestRelease.FIRST, site.tabulate(exams.subList(3, 40)));
        assertThat(purged.broken()).isEmpty();
        assertThat(purged.gone()).hasSize(2).allMatch(note -> note.startsWith("3 exams of cell CT-CHEST|adult|"));

        byte[] forged = new String(release.json(), StandardCharsets.UTF_8)
                .replace("\"n\":40", "\"n\":45")
                .getBytes(StandardCharsets.UTF_8);
        Release forgedRelease = new Release(
                new ReleasedDocument(OCTOBER, 1, release.document().submissionId(), forged), release.cells());
        assertThat(verifier.verify(forgedRelease, TestRelease.FIRST, site.tabulate(exams))
                        .broken())
                .containsExactly(
                        "the signature does not fit the document",
                        "submissionId of the head of the document is not what the site makes of it",
                        "the release computed again from the store differs from the one that left");
    }

    @Test
    void a_release_with_differential_privacy_is_computed_again_from_the_store() {
        TestRelease site = new TestRelease(TestRelease.withPrivacy("1", "2"), Inventory.NONE, REFERENCE);
        List<AssessedExam> exams = exams("CT-CHEST", 120);
        Release release = site.close(OCTOBER, exams).release().orElseThrow();
        Verifier.Result whole = new Verifier(TestRelease.HASH, TestRelease.KEY)
                .verify(release, TestRelease.FIRST, site.tabulate(exams));
        assertThat(whole.broken()).isEmpty();
        assertThat(whole.gone()).isEmpty();
    }

    private static JsonSchema schema() throws Exception {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
    }

    private static List<AssessedExam> exams(String category, int count) {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exams.add(Sample.of(category + i, String.valueOf(200 + 7 * i))
                    .category(category)
                    .exam());
        }
        return exams;
    }

    private static Release release(List<AssessedExam> exams) {
        return new TestRelease(TestRelease.CONTROL, Inventory.NONE, REFERENCE)
                .decide(OCTOBER, exams)
                .release()
                .orElseThrow();
    }
}
