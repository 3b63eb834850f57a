package org.doseagent.rdsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dose.Code;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.XraySource;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.intake.ExamMerger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real reports against an independent reading of them; skipped if they are not beside the checkout. */
class SharedReportsTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("project.root", "..")).resolve("../shared/rdsr");

    @BeforeAll
    static void need_the_real_reports() {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "no real reports beside the checkout");
    }

    static List<JsonNode> expectations() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "no real reports beside the checkout");
        List<JsonNode> all = new ArrayList<>();
        new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile()).forEach(all::add);
        return all;
    }

    private static Extraction extract(String file) throws Exception {
        Part10File part10 = Part10File.parse(Files.readAllBytes(FOLDER.resolve(file)), DicomLimits.DEFAULT);
        return new RdsrExtractor()
                .extract(new DataSetReader(DicomLimits.DEFAULT)
                        .read(part10.dataSetBytes(), part10.transferSyntax().orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void reads_every_field_of_a_real_report(JsonNode expected) throws Exception {
        DoseReport report = extract(expected.get("file").asText()).report().orElseThrow();

        assertThat(report.sopInstanceUid().value())
                .isEqualTo(expected.get("sopInstanceUid").asText());
        assertThat(report.studyInstanceUid().value())
                .isEqualTo(expected.get("studyInstanceUid").asText());
        same(expected.get("accessionNumber"), report.study().accessionNumber());
        same(expected.get("manufacturer"), report.device().manufacturer());
        same(expected.get("model"), report.device().model());
        same(expected.get("studyDescription"), report.study().studyDescription());
        same(expected.get("sex"), report.patient().sex());
        number(expected.get("reportedDlpTotalMGyCm"), report.totals().dlpMGyCm());
        number(expected.get("dlpTotalMGyCm"), Tid10011.dlpSum(report.events()));
        assertThat(report.events()).hasSize(expected.get("eventCount").asInt());
        for (int i = 0; i < report.events().size(); i++) {
            event(expected.get("events").get(i), report.events().get(i));
        }
    }

    private static void event(JsonNode expected, IrradiationEvent event) {
        same(expected.get("irradiationEventUid"), event.irradiationEventUid());
        same(expected.get("protocol"), event.protocol());
        same(expected.get("acquisitionType"), event.acquisitionType().map(Enum::name));
        same(expected.path("targetRegion").get("value"), event.targetRegion().map(Code::value));
        number(expected.get("ctdiVolMGy"), event.dose().ctdiVolMGy());
        number(expected.get("phantomCm"), event.dose().phantomCm().map(BigDecimal::valueOf));
        number(expected.get("dlpMGyCm"), event.dose().dlpMGyCm());
        number(expected.get("scanLengthMm"), event.scan().scanLengthMm());
        number(expected.get("exposureTimeS"), event.scan().exposureTimeS());
        number(expected.get("pitch"), event.scan().pitch());
        number(expected.get("nominalSingleCollimationMm"), event.scan().nominalSingleCollimationMm());
        number(expected.get("nominalTotalCollimationMm"), event.scan().nominalTotalCollimationMm());
        number(expected.get("xraySourceCount"), event.scan().xraySourceCount());
        assertThat(event.scan().xraySources())
                .hasSize(expected.get("xraySources").size());
        for (int i = 0; i < event.scan().xraySources().size(); i++) {
            JsonNode wanted = expected.get("xraySources").get(i);
            XraySource source = event.scan().xraySources().get(i);
            same(wanted.get("id"), source.id());
            number(wanted.get("kvp"), source.kvp());
            number(wanted.get("tubeCurrentMaxMa"), source.tubeCurrentMaxMa());
            number(wanted.get("tubeCurrentMeanMa"), source.tubeCurrentMeanMa());
            number(wanted.get("exposureTimePerRotationS"), source.exposureTimePerRotationS());
        }
    }

    private static void same(JsonNode expected, Optional<String> actual) {
        assertThat(actual)
                .isEqualTo(expected == null || expected.isNull() ? Optional.empty() : Optional.of(expected.asText()));
    }

    private static void number(JsonNode expected, Optional<BigDecimal> actual) {
        if (expected == null || expected.isNull()) {
            assertThat(actual).isEmpty();
        } else {
            assertThat(actual.orElseThrow().doubleValue()).isCloseTo(expected.asDouble(), within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ESR_non-dose.dcm",
                "NM-RRDSR-Siemens.dcm",
                "RF-RDSR-GE.dcm",
                "MG-RDSR-Hologic_2D.dcm",
                "DX-RDSR-Canon_CXDI.dcm"
            })
    void knows_what_is_no_ct_dose_report(String file) throws Exception {
        assertThat(extract(file).kind()).isEqualTo(Extraction.Kind.NOT_APPLICABLE);
    }

    @Test
    void makes_one_exam_of_a_continued_study_in_any_order() throws Exception {
        List<ReceivedReport> pair = new ArrayList<>();
        for (int part = 1; part <= 2; part++) {
            pair.add(new ReceivedReport(
                    part,
                    Instant.EPOCH.plusSeconds(part),
                    Optional.of(new AeTitle("PACS")),
                    Optional.empty(),
                    extract("CT-RDSR-Siemens-Continued-" + part + ".dcm")
                            .report()
                            .orElseThrow()));
        }
        Exam forward = ExamMerger.merge(pair);
        Collections.reverse(pair);
        Exam backward = ExamMerger.merge(pair);

        assertThat(forward.dlpTotalMGyCm().orElseThrow()).isEqualByComparingTo("116.61");
        assertThat(forward.reportedDlpTotalMGyCm().orElseThrow()).isEqualByComparingTo("116.61");
        assertThat(forward.events()).hasSize(4);
        assertThat(backward).isEqualTo(forward);
    }
}
