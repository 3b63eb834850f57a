package org.doseagent.testdata;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.Vr;

/** Faults that real scanners and archives make, each of which must leave a right exam and a finding. */
final class FaultyCases {

    private FaultyCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        cases.add(mixedPhantoms());
        cases.add(timingNames());
        cases.add(movedBirthDate());
        cases.add(oddContent());
        cases.add(noDates());
        cases.add(phantomByName());
        cases.add(twoSizeSpecificDoses());
        return cases;
    }

    private static Case mixedPhantoms() {
        String id = "mixed-phantoms";
        Report report = Cases.report(id);
        Event head = Event.spiral(Cases.uid(id + 1), "Neck", Event.Region.NONE, "60.0", "900.0", "150");
        head.phantomCm = 16;
        Event body = Event.spiral(Cases.uid(id + 2), "Neck", Event.Region.NONE, "10.0", "300.0", "300");
        report.study(report.accession, "CT Neck").add(head, body).totals("1200.0");
        report.subTotals.add(new String[] {"16", "900.0"});
        report.subTotals.add(new String[] {"32", "310.0"});
        return Cases.one(
                id,
                "GE style: one exam on both phantoms, which are parts of their own; a sub-total that differs from its events",
                report,
                exam -> exam.part("CT-NECK", 16, "60.0", "900.0")
                        .part("CT-NECK", 32, "10.0", "300.0")
                        .findings("CONFLICT", "MISSING"));
    }

    private static Case timingNames() {
        String id = "timing-names";
        Report report = Cases.report(id);
        Event test = Event.monitoring(Cases.uid(id + 1));
        test.protocol = "PE STUDY SMARTPREP";
        Event spiral =
                Event.spiral(Cases.uid(id + 2), "PE STUDY SMARTPREP", Event.Region.CHEST, "30.0", "900.0", "300");
        Event perfusion = Event.monitoring(Cases.uid(id + 3));
        perfusion.protocol = "Perfusion monitoring";
        perfusion.role = "DIAGNOSTIC";
        perfusion.ctdiVol = "200.0";
        perfusion.dlp = "192.0";
        perfusion.scanLengthMm = "9.6";
        report.add(test, spiral, perfusion).totals("1095.6");
        return Cases.one(
                id,
                "GE style: every event has the name of the bolus tracking; only the short one that stands still is timing, and perfusion is not",
                report,
                exam -> exam.findings("INFERRED"));
    }

    private static Case movedBirthDate() {
        String id = "moved-birth-date";
        Report report = Cases.chest(id).patient("SYN-0002", "M", "005Y");
        report.header = root -> root.text(Tag.PATIENT_BIRTH_DATE, "19000101");
        return Cases.one(
                id,
                "a birth date that de-identification has moved: the age of the scanner counts, and a child stays a child",
                report,
                exam -> exam.age("5").findings("INFERRED"));
    }

    /** As Spectrum, Toshiba and dose-screen tools write: illegal value type, empty text, illegal number, nothing where much should be. */
    private static Case oddContent() {
        String id = "odd-content";
        Report report = Cases.chest(id);
        report.events.get(1).region = Event.Region.NONE;
        DataSet person = DataSet.builder()
                .text(Tag.RELATIONSHIP_TYPE, "CONTAINS")
                .text(Tag.VALUE_TYPE, "PERSON NAME")
                .items(Tag.CONCEPT_NAME_CODE_SEQUENCE, Sr.dcm("113870", "Person Name"))
                .build();
        DataSet illegal = Sr.number(Sr.code("X1", "99MAKER", "private"), "10.50/ 15.00", "s");
        DataSet empty = Sr.text(Sr.dcm("113871", "Person ID"), new byte[0]);
        report.content = items -> Sr.join(items, List.of(person, illegal, empty));
        report.header =
                root -> root.bytes(Tag.INSTITUTION_NAME, Vr.LO, "H\u00f4pital ".getBytes(StandardCharsets.UTF_8))
                        .text(Tag.COMPLETION_FLAG, "PARTIAL");
        return Cases.one(
                id,
                "illegal value type, empty text, illegal number in a private item, no target region, UTF-8 declared as Latin-1, a partial report",
                report,
                exam -> exam.part("CT-CHEST", 32, "6.0", "210.0").findings("MISSING", "STRUCTURE"));
    }

    private static Case noDates() {
        String id = "no-dates";
        Report report = Cases.chest(id);
        report.header = root -> root.text(Tag.STUDY_DATE, "20269910")
                .text(Tag.STUDY_TIME)
                .text(Tag.PATIENT_BIRTH_DATE, "0")
                .text(Tag.TIMEZONE_OFFSET_FROM_UTC, "+0100");
        return Cases.one(
                id,
                "a study date that is none, a birth date of 0: the time of irradiation stands in; the scanner's offset from UTC is kept",
                report,
                exam -> exam.findings("INFERRED", "STRUCTURE", "VALUE")
                        .with("studyDateTime", "2026-10-05T10:11:12+01:00"));
    }

    private static Case phantomByName() {
        String id = "phantom-by-name";
        Report report = Cases.chest(id);
        report.header = root -> root.text(Tag.PATIENT_NAME, "WATER PHANTOM^SYNTHETIC");
        return Cases.one(
                id,
                "a phantom that only its name tells: kept, never in statistics or alerts",
                report,
                exam -> exam.findings("INFERRED").alerts());
    }

    private static Case twoSizeSpecificDoses() {
        String id = "two-size-specific-doses";
        Report report = Cases.chest(id);
        Event event = report.events.get(1);
        event.ssde = "9.3";
        event.waterEquivalentDiameterMm = "285";
        event.otherSsde = "8.0";
        return Cases.one(
                id,
                "two size-specific doses by different methods: the one with the water-equivalent diameter counts",
                report,
                exam -> exam.with("dlpTotalMGyCm", new BigDecimal("210.0")));
    }
}
