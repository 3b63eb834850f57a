package org.doseagent.rdsr;

import static org.assertj.core.api.Assertions.assertThat;

import org.doseagent.rdsr.qa.NotPatient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.junit.jupiter.api.Test;

/** A report with more of something than is read gives what is read, and a finding. */
final class RdsrLimitsTest {

    private static final RdsrLimits LIMITS = new RdsrLimits(3, 2, 1, 40);

    @Test
    void events_sources_and_sub_totals_are_bounded() {
        DataSet source = container("113831").build();
        DataSet parameters = container("113822")
                .items(Tag.CONTENT_SEQUENCE, source, source, source)
                .build();
        DataSet event =
                container("113819").items(Tag.CONTENT_SEQUENCE, parameters).build();
        DoseReport report = read(event, event, event, event);

        assertThat(report.events()).hasSize(3);
        assertThat(report.events())
                .extracting(IrradiationEvent::scan)
                .allSatisfy(scan -> assertThat(scan.xraySources()).hasSize(2));
        assertThat(report.findings())
                .extracting(Finding::text)
                .contains("more than 3 events; the rest is not read")
                .contains("more than 2 X-ray sources; the rest is not read")
                .contains("more than 1 sub-totals; the rest is not read");
    }

    @Test
    void findings_are_bounded() {
        DataSet event = container("113819").build();
        assertThat(new RdsrExtractor(NotPatient.NEVER, new RdsrLimits(100, 2, 1, 5))
                        .extract(report(Collections.nCopies(50, event)))
                        .findings())
                .hasSize(5);
    }

    private static DoseReport read(DataSet... events) {
        return new RdsrExtractor(NotPatient.NEVER, LIMITS)
                .extract(report(List.of(events)))
                .report()
                .orElseThrow();
    }

    private static DataSet report(List<DataSet> events) {
        DataSet subTotal = item("NUM", "130745");
        DataSet accumulated = container("113811")
                .items(Tag.CONTENT_SEQUENCE, subTotal, subTotal)
                .build();
        List<DataSet> content = new ArrayList<>(List.of(accumulated));
        content.addAll(events);
        return container("113701")
                .text(Tag.STUDY_INSTANCE_UID, "1.2")
                .text(Tag.SOP_INSTANCE_UID, "1.3")
                .items(Tag.CONTENT_SEQUENCE, content)
                .build();
    }

    private static DataSet item(String type, String code) {
        return DataSet.builder()
                .text(Tag.VALUE_TYPE, type)
                .items(
                        Tag.CONCEPT_NAME_CODE_SEQUENCE,
                        DataSet.builder()
                                .text(Tag.CODE_VALUE, code)
                                .text(Tag.CODING_SCHEME_DESIGNATOR, "DCM")
                                .build())
                .build();
    }

    private static DataSet.Builder container(String code) {
        DataSet.Builder builder = DataSet.builder();
        item("CONTAINER", code).elements().forEach(builder::element);
        return builder;
    }
}
