package org.doseagent.rdsr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.Vr;
import org.doseagent.dose.DoseReport;
import org.junit.jupiter.api.Test;

/** Observer and procedure context (TID 1002, 1004, 1005): used where header and device participant are silent, else not. */
final class ContextTest {

    @Test
    void a_device_observer_names_the_scanner_when_nothing_else_does() {
        DoseReport report = read(
                DataSet.builder(),
                item("TEXT", "121014", "MAKER"),
                item("TEXT", "121015", "MODEL X"),
                item("TEXT", "121016", "S7"));
        assertThat(report.device().manufacturer()).contains("MAKER");
        assertThat(report.device().model()).contains("MODEL X");
        assertThat(report.device().serialNumber()).contains("S7");
    }

    @Test
    void the_equipment_module_is_stronger_and_another_device_observes_nothing() {
        DataSet.Builder header =
                DataSet.builder().text(Tag.MANUFACTURER, "SIEMENS").text(Tag.DEVICE_SERIAL_NUMBER, "S1");
        DoseReport report = read(
                header,
                item("TEXT", "121014", "WORKSTATION MAKER"),
                item("TEXT", "121015", "WORKSTATION"),
                item("TEXT", "121016", "W9"));
        assertThat(report.device().manufacturer()).contains("SIEMENS");
        assertThat(report.device().model()).isEmpty();
        assertThat(report.device().serialNumber()).contains("S1");
    }

    @Test
    void the_procedure_context_gives_accession_number_and_code_where_the_header_has_none() {
        DataSet code = DataSet.builder()
                .text(Tag.CODE_VALUE, "24627-2")
                .text(Tag.CODING_SCHEME_DESIGNATOR, "LN")
                .text(Tag.CODE_MEANING, "CT Chest")
                .build();
        DataSet procedure =
                concept("CODE", "121023").items(Tag.CONCEPT_CODE_SEQUENCE, code).build();
        DoseReport report = read(DataSet.builder(), item("TEXT", "121022", "A77"), procedure);
        assertThat(report.study().accessionNumber()).contains("A77");
        assertThat(report.study().procedureCodes())
                .singleElement()
                .satisfies(each -> assertThat(each.value()).isEqualTo("24627-2"));
        DoseReport withHeader = read(DataSet.builder().text(Tag.ACCESSION_NUMBER, "H1"), item("TEXT", "121022", "A77"));
        assertThat(withHeader.study().accessionNumber()).contains("H1");
    }

    @Test
    void a_person_observer_is_kept_nowhere() {
        DataSet person = concept("PNAME", "121008")
                .bytes(Tag.PERSON_NAME, Vr.PN, "DOE^JANE".getBytes(StandardCharsets.US_ASCII))
                .build();
        assertThat(read(DataSet.builder(), person).toString()).doesNotContain("DOE", "JANE");
    }

    private static DoseReport read(DataSet.Builder header, DataSet... context) {
        List<DataSet> content = new ArrayList<>(List.of(context));
        content.add(concept("CONTAINER", "113811").build());
        DataSet report = header.text(Tag.STUDY_INSTANCE_UID, "1.2")
                .text(Tag.SOP_INSTANCE_UID, "1.3")
                .items(Tag.CONCEPT_NAME_CODE_SEQUENCE, dcm("113701"))
                .items(Tag.CONTENT_SEQUENCE, content)
                .build();
        Optional<DoseReport> read = new RdsrExtractor().extract(report).report();
        return read.orElseThrow();
    }

    private static DataSet item(String type, String code, String text) {
        return concept(type, code).text(Tag.TEXT_VALUE, text).build();
    }

    private static DataSet.Builder concept(String type, String code) {
        return DataSet.builder().text(Tag.VALUE_TYPE, type).items(Tag.CONCEPT_NAME_CODE_SEQUENCE, dcm(code));
    }

    private static DataSet dcm(String code) {
        return DataSet.builder()
                .text(Tag.CODE_VALUE, code)
                .text(Tag.CODING_SCHEME_DESIGNATOR, "DCM")
                .build();
    }
}
