package org.doseagent.aggregate.render;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Measure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rendering against the HL7 validator, with the Measure and the codes of {@code docs/fhir/}, offline. */
final class MadxMeasureReportTest {

    private static final Path FHIR =
            Path.of(System.getProperty("project.root", "..")).resolve("docs/fhir");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static FhirContext context;
    private static FhirValidator validator;

    /** Hands out the Measure too, so that the report is checked against it, group by group. */
    private static final class Shipped extends PrePopulatedValidationSupport {

        private final Measure measure;

        Shipped(FhirContext context) throws Exception {
            super(context);
            measure = (Measure) parse("Measure-ct-dose-percentiles");
            for (String file : List.of(
                    "CodeSystem-ct-dose-percentiles",
                    "StructureDefinition-sequence",
                    "StructureDefinition-supersedes")) {
                addResource(parse(file));
            }
            addCodeSystem(agePeriods());
        }

        @Override
        public <T extends IBaseResource> T fetchResource(Class<T> type, String uri) {
            return uri.equals(measure.getUrl()) || uri.equals(measure.getUrl() + "|" + measure.getVersion())
                    ? type.cast(measure)
                    : super.fetchResource(type, uri);
        }

        /** The profile's code system is a fragment: it says how a period is written, and lists some. */
        private static CodeSystem agePeriods() {
            CodeSystem periods = new CodeSystem();
            periods.setUrl(MadxMeasureReport.AGE_PERIODS).setContent(CodeSystem.CodeSystemContentMode.FRAGMENT);
            Stream.of("P0M--P3M", "P3M--P1Y", "P1Y--P6Y", "P6Y--P18Y", "P0Y--P18Y", "P18Y--P9999Y")
                    .forEach(code -> periods.addConcept().setCode(code));
            return periods;
        }
    }

    /** The validator counts on Woodstox; the workbooks of this program bring another parser, which the JDK would choose. */
    private static final Map<String, String> PARSERS = Map.of(
            "javax.xml.stream.XMLInputFactory", "com.ctc.wstx.stax.WstxInputFactory",
            "javax.xml.stream.XMLOutputFactory", "com.ctc.wstx.stax.WstxOutputFactory",
            "javax.xml.stream.XMLEventFactory", "com.ctc.wstx.stax.WstxEventFactory");

    @AfterAll
    static void leaveTheParsers() {
        PARSERS.keySet().forEach(System::clearProperty);
    }

    @BeforeAll
    static void load() throws Exception {
        PARSERS.forEach(System::setProperty);
        context = FhirContext.forR4();
        ValidationSupportChain chain = new ValidationSupportChain(
                new Shipped(context),
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context));
        validator = context.newValidator().registerValidatorModule(new FhirInstanceValidator(chain));
    }

    static Stream<String> samples() {
        return Samples.NAMES.stream();
    }

    /** The two extensions are checked by being used: a definition itself is only valid to the validator with a package from the network. */
    static Stream<String> shipped() {
        return Stream.of("Measure-ct-dose-percentiles", "CodeSystem-ct-dose-percentiles");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void the_validator_has_nothing_to_say_but_that_a_narrative_would_be_nice(String name) {
        assertThat(complaints(report(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void the_measure_and_what_it_needs_are_valid(String name) throws Exception {
        assertThat(complaints(text(name))).isEmpty();
    }

    @Test
    void the_validator_does_check_the_report_against_the_measure() {
        assertThat(complaints(report("first").replace("DLP.P50", "DLP.P51"))).isNotEmpty();
        assertThat(complaints(report("first").replace("\"mGy.cm\"", "\"mGy.cmm\"")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void has_what_the_madx_profile_requires_and_nothing_about_one_patient(String name) throws Exception {
        JsonNode report = MAPPER.readTree(report(name));
        assertThat(report.path("type").asText()).isEqualTo("summary");
        assertThat(report.at("/subject/reference").asText()).isEqualTo("#facility");
        assertThat(report.at("/contained/0/resourceType").asText()).isEqualTo("Location");
        assertThat(report.at("/improvementNotation/coding/0/code").asText()).isNotEmpty();
        assertThat(report.at("/period/start").asText()).matches("\\d{4}-\\d{2}-01");
        assertThat(report.path("group")).hasSize(10).allSatisfy(group -> {
            assertThat(group.at("/code/coding/0/code").asText()).isNotEmpty();
            assertThat(group.at("/population/0/code/coding/0/code").asText()).isNotEmpty();
            assertThat(group.at("/population/0/count").isInt()).isTrue();
            group.path("stratifier").forEach(stratifier -> {
                assertThat(stratifier.path("code")).hasSize(1);
                assertThat(stratifier.path("stratum"))
                        .allMatch(stratum -> stratum.at("/measureScore/value").isNumber());
            });
        });
        assertThat(report.toString()).doesNotContain("evaluatedResource", "supplementalData", "Patient", "signature");
    }

    @Test
    void each_statistic_is_a_group_and_each_cell_a_stratum() throws Exception {
        JsonNode groups = MAPPER.readTree(report("first")).path("group");
        assertThat(groups.toString()).contains("CTDIVOL.P25", "DLP.P50", "DLP.N", "DLP.ABOVE-DRL");
        JsonNode median = group(groups, "CTDIVOL.P50").at("/stratifier/0/stratum");
        assertThat(median).hasSize(3);
        assertThat(median.at("/0/measureScore").toString())
                .isEqualTo(
                        "{\"value\":8.9,\"unit\":\"mGy\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mGy\"}");
        assertThat(median.at("/0/population/0/count").asInt()).isEqualTo(55);
        assertThat(median.at("/2").toString()).contains("CT-HEAD", "P0Y--P18Y", "equipment-age-any", "phantom-16");
        JsonNode above = group(groups, "DLP.ABOVE-DRL").at("/stratifier/0/stratum");
        assertThat(above).hasSize(2);
        assertThat(above.at("/1/measureScore/value").asInt()).isEqualTo(100);
        assertThat(above.at("/1").toString()).contains("\"comparator\":\">=\"", "synthetic-a", "400 mGy.cm");
    }

    @Test
    void a_correction_names_what_it_supersedes_and_keeps_the_identity_of_the_month() throws Exception {
        JsonNode first = MAPPER.readTree(report("first"));
        JsonNode correction = MAPPER.readTree(report("correction"));
        assertThat(correction.at("/extension/0/valuePositiveInt").asInt()).isEqualTo(2);
        assertThat(correction.at("/extension/1/valueUri").asText())
                .isEqualTo(first.at("/identifier/0/value").asText());
        assertThat(correction.at("/identifier/1")).isEqualTo(first.at("/identifier/1"));
        assertThat(MAPPER.readTree(report("withdrawn")).findValues("stratum")).isEmpty();
    }

    private static JsonNode group(JsonNode groups, String code) {
        for (JsonNode group : groups) {
            if (group.at("/code/coding/0/code").asText().equals(code)) {
                return group;
            }
        }
        throw new AssertionError("no group " + code);
    }

    /** Errors and warnings. That a resource without a narrative is hard to read is a recommendation to those whose readers are people. */
    private static List<String> complaints(String resource) {
        return validator.validateWithResult(resource).getMessages().stream()
                .filter(message -> message.getSeverity().ordinal() >= ResultSeverityEnum.WARNING.ordinal())
                .filter(message -> !message.getMessage().contains("dom-6"))
                .map(SingleValidationMessage::toString)
                .toList();
    }

    private static IBaseResource parse(String name) throws Exception {
        return context.newJsonParser().parseResource(text(name));
    }

    private static String text(String name) throws Exception {
        return Files.readString(FHIR.resolve(name + ".json"));
    }

    private static String report(String sample) {
        return new String(Rendering.MADX.render(Samples.json(sample)), StandardCharsets.UTF_8);
    }
}
