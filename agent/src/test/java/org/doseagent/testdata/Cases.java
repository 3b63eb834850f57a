package org.doseagent.testdata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.testdata.Event.Region;

/** The cases of vendors and of one report: what they model is in the origin of each. */
final class Cases {

    private Cases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        cases.addAll(vendors());
        cases.addAll(content());
        cases.addAll(encodings());
        cases.addAll(SeveralReportsCases.all());
        cases.addAll(FaultyCases.all());
        return cases;
    }

    /** A UID that depends on its name alone (PS3.5 B.2). */
    static String uid(String name) {
        UUID uuid = UUID.nameUUIDFromBytes(("dose-agent test-data " + name).getBytes(StandardCharsets.UTF_8));
        return "2.25." + new BigInteger(uuid.toString().replace("-", ""), 16);
    }

    static Report report(String id) {
        return Report.of(uid(id), uid(id + " study")).study(accession(id), "CT Chest");
    }

    private static String accession(String id) {
        return "T" + Integer.toUnsignedString(id.hashCode(), 36).toUpperCase(java.util.Locale.ROOT);
    }

    private static List<Case> vendors() {
        List<Case> cases = new ArrayList<>();
        String id = "siemens-dual-source-chest";
        Report report = report(id);
        Event dual = Event.spiral(uid(id + 3), "Thorax_FLASH", Region.CHEST, "4.21", "152.7", "340");
        dual.sources.add(new String[] {"B", "140", "95", "180", "0.5"});
        dual.comment =
                "Internal technical scan parameters: Organ Characteristic = Thorax, X-ray Modulation Type = XYZ_EC";
        report.add(Event.topogram(uid(id + 1)), Event.monitoring(uid(id + 2)), dual)
                .totals("161.5");
        cases.add(one(
                id,
                "Siemens style: localizer and bolus tracking with dose, two tubes, modulation only in a comment",
                report,
                exam -> exam.part("CT-CHEST", 32, "4.21", "161.5").alerts().findings("INFERRED")));

        id = "siemens-photon-counting";
        report = report(id).device("Siemens Healthineers", "NAEOTOM Alpha", "N1001", "VB10");
        report.add(
                        Event.topogram(uid(id + 1)),
                        Event.spiral(uid(id + 2), "Abdomen_QuantumPlus", Region.ABDOMEN, "6.10", "310.4", "480"))
                .totals("315.6");
        report.study(report.accession, "CT Abdomen/Pelvis");
        cases.add(one(
                id,
                "photon counting scanner, Siemens style",
                report,
                exam -> exam.part("CT-ABDOMEN-PELVIS", 32, "6.10", "315.6").alerts()));

        id = "ge-head-enhanced-sr";
        report = report(id).device("GE MEDICAL SYSTEMS", "Revolution CT", "GE2002", "revo_ct_22");
        report.sopClassUid = SopClass.ENHANCED_SR;
        report.study(report.accession, "CT HEAD W/O");
        report.hasDeviceParticipant = false;
        Event head = Event.spiral(uid(id + 3), null, Region.HEAD, "41.80", "702.1", "160")
                .sequenced();
        Event scout = Event.localizer(uid(id + 1));
        Event second = Event.localizer(uid(id + 2));
        scout.protocol = null;
        second.protocol = null;
        scout.region = Region.HEAD;
        second.region = Region.HEAD;
        report.dlpUnit = "mGycm";
        report.add(scout, second, head).totals("702.1");
        cases.add(one(
                id,
                "GE style: Enhanced SR, no acquisition protocol, localizers without dose, unit mGycm",
                report,
                exam -> exam.part("CT-HEAD", 16, "41.80", "702.1").alerts()));

        id = "philips-abdomen";
        report = report(id).device("Philips", "Ingenuity CT", "P3003", "4.1.6");
        report.study(report.accession, "CT ABDOMEN");
        Event bare = Event.spiral(uid(id + 2), "Abdomen Std", Region.NONE, "13.4", "901.2", "520");
        report.add(Event.localizer(uid(id + 1)), bare).totals("901.2");
        cases.add(one(
                id,
                "Philips style: no target region, DLP above the UK level of abdomen and pelvis",
                report,
                exam -> exam.part("CT-ABDOMEN-PELVIS", 32, "13.4", "901.2").alerts("exam-above-drl")));

        id = "canon-dose-check";
        report = report(id).device("CANON_MEC", "Aquilion ONE", "C4004", "V10.6");
        Event checked = Event.spiral(uid(id + 2), "Chest Helical", Region.CHEST, "10.6", "251.2", "330");
        checked.doseAlert = new String[] {"100", "251.2", "10", "10.6"};
        report.add(Event.localizer(uid(id + 1)), checked).totals("251.2");
        cases.add(one(
                id,
                "Canon style: dose check alert with forward estimates above the configured values",
                report,
                exam -> exam.part("CT-CHEST", 32, "10.6", "251.2").alerts("dose-check")));

        id = "toshiba-no-totals";
        report = report(id).device("TOSHIBA", "Aquilion PRIME", "T5005", "V6.02");
        report.add(
                Event.localizer(uid(id + 1)), Event.spiral(uid(id + 2), "CHEST", Region.CHEST, "7.3", "244.0", "335"));
        report.count = null;
        cases.add(one(
                id,
                "Toshiba style without accumulated dose data: the sum of the events stands",
                report,
                exam -> exam.part("CT-CHEST", 32, "7.3", "244.0").alerts()));

        id = "united-imaging-chest";
        report = report(id).device("UIH", "uCT 760", "U6006", "R001");
        report.add(
                        Event.localizer(uid(id + 1)),
                        Event.spiral(uid(id + 2), "Chest", Region.CHEST, "5.66", "201.9", "350"))
                .totals("201.9");
        cases.add(one(
                id,
                "United Imaging style",
                report,
                exam -> exam.part("CT-CHEST", 32, "5.66", "201.9").alerts().findings()));

        id = "fujifilm-abdomen";
        report = report(id).device("FUJIFILM Corporation", "SCENARIA View", "F7007", "V2.5");
        report.study(report.accession, "CT Abdomen");
        report.add(
                        Event.localizer(uid(id + 1)),
                        Event.spiral(uid(id + 2), "Abdomen", Region.ABDOMEN, "9.9", "420.5", "420"))
                .totals("420.5");
        cases.add(one(
                id,
                "Fujifilm style",
                report,
                exam -> exam.part("CT-ABDOMEN-PELVIS", 32, "9.9", "420.5")
                        .alerts()
                        .findings()));
        return cases;
    }

    private static List<Case> content() {
        List<Case> cases = new ArrayList<>();
        String id = "snomed-ct-codes";
        Report report = chest(id);
        report.isSnomedCt = true;
        cases.add(one(
                id,
                "every code of the SNOMED family in its SCT generation",
                report,
                exam -> exam.part("CT-CHEST", 32, "6.0", "210.0").findings()));

        id = "size-specific-dose";
        report = chest(id);
        Event event = report.events.get(1);
        event.ssde = "8.4";
        event.waterEquivalentDiameterMm = "285";
        event.effectiveDoseMSv = "3.1";
        event.modulation = "XYZ_EC";
        cases.add(one(
                id,
                "SSDE, water equivalent diameter, effective dose and modulation type of one event",
                report,
                exam -> exam.findings()));

        id = "missing-event-uids";
        report = chest(id);
        report.events.forEach(each -> each.uid = null);
        cases.add(one(
                id,
                "no Irradiation Event UID: identity by report and position",
                report,
                exam -> exam.findings("MISSING")));

        id = "paediatric-head";
        report = report(id).patient("SYN-0003", "M", "018M");
        report.study(report.accession, "CT Head");
        report.add(
                        Event.localizer(uid(id + 1)),
                        Event.spiral(uid(id + 2), "Head Child", Region.HEAD, "22.5", "340.0", "140"))
                .totals("340.0");
        cases.add(one(
                id,
                "a child of 18 months: no adult level applies",
                report,
                exam -> exam.age("1.5").part("CT-HEAD", 16, "22.5", "340.0").alerts()));

        id = "other-units";
        report = chest(id);
        report.dlpUnit = "Gy.cm";
        report.dlpShift = -3;
        report.ctdiUnit = "uGy";
        report.ctdiShift = 3;
        cases.add(one(
                id,
                "DLP in Gy.cm and CTDIvol in uGy are converted",
                report,
                exam -> exam.part("CT-CHEST", 32, "6.0", "210.0")));

        id = "unknown-unit";
        report = chest(id);
        report.dlpUnit = "furlong";
        Case unknown = new Case(id, "a DLP in a unit that is not known is a finding and is compared with nothing")
                .report(report);
        report.events.forEach(each -> each.dlp = null);
        unknown.exam(report, report.events, null)
                .part("CT-CHEST", 32, "6.0", null)
                .findings("UNIT")
                .alerts("data-quality");
        cases.add(unknown);

        id = "sub-totals";
        report = report(id);
        report.study(report.accession, "CT Head, CT Thorax");
        Event skull = Event.spiral(uid(id + 1), "Head", Region.HEAD, "38.0", "600.0", "150");
        Event trunk = Event.spiral(uid(id + 2), "Thorax", Region.CHEST, "8.0", "280.0", "340");
        report.add(skull, trunk).totals("880.0");
        report.subTotals.add(new String[] {"16", "600.0"});
        report.subTotals.add(new String[] {"32", "280.0"});
        cases.add(one(
                id,
                "head and trunk in one study: two parts, phantoms never added; sub-totals as of CP-2022",
                report,
                exam -> exam.part("CT-HEAD", 16, "38.0", "600.0")
                        .part("CT-CHEST", 32, "8.0", "280.0")
                        .findings()));

        id = "total-differs";
        report = chest(id);
        report.total = "500.0";
        cases.add(one(
                id,
                "the reported total differs from the sum: both are kept, and a finding",
                report,
                exam -> exam.findings("CONFLICT").alerts("data-quality")));

        id = "decimal-comma";
        report = chest(id);
        report.hasCommaDecimals = true;
        Case comma = new Case(id, "decimal commas are no decimal strings: values unused, findings instead of a guess")
                .report(report);
        report.events.forEach(each -> each.dlp = null);
        comma.exam(report, report.events, null).findings("VALUE").alerts("data-quality");
        cases.add(comma);

        id = "no-phantom";
        report = chest(id);
        report.events.get(1).phantomCm = null;
        cases.add(one(
                id,
                "no phantom: values kept, compared with nothing",
                report,
                exam -> exam.part("CT-CHEST", null, "6.0", "210.0")
                        .findings("MISSING")
                        .alerts("data-quality")));

        id = "quality-control";
        report = chest(id);
        report.isQa = true;
        cases.add(
                one(id, "quality control intent: kept, never in statistics or alerts", report, exam -> exam.alerts()));

        id = "localizer-only";
        report = report(id).add(Event.localizer(uid(id + 1))).totals("0");
        cases.add(one(id, "an abandoned exam: a localizer alone", report, exam -> exam.alerts("data-quality")));

        id = "hundred-and-twenty-events";
        report = report(id);
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < 120; i++) {
            Event shot = Event.spiral(uid(id + i), "Fluoro", Region.CHEST, "0.5", "0.5", "10");
            shot.type = "STATIONARY";
            shot.pitch = null;
            report.add(shot);
            sum = sum.add(new BigDecimal("0.5"));
        }
        report.totals(sum.toPlainString());
        cases.add(one(
                id,
                "more than a hundred events, as CT fluoroscopy makes them",
                report,
                exam -> exam.part("CT-INTERVENTION", 32, "0.5", "60.0")));

        id = "unmapped";
        report = report(id);
        report.study(report.accession, "XQ Protokoll 7");
        Event strange = Event.spiral(uid(id + 1), "Prot7", Region.NONE, "6.0", "210.0", "350");
        report.add(strange).totals("210.0");
        cases.add(one(
                id,
                "texts that no rule knows and no region: unmapped, counted, shown",
                report,
                exam -> exam.part(null, 32, "6.0", "210.0").alerts("data-quality")));

        id = "not-a-ct";
        report = report(id);
        report.isProjection = true;
        cases.add(new Case(id, "a projection X-ray dose report is kept and not applicable")
                .file(ReportWriter.file(report), "not-applicable"));

        id = "enhanced-xray-sop-class";
        report = report(id);
        report.sopClassUid = SopClass.ENHANCED_XRAY_RADIATION_DOSE_SR;
        report.isProjection = true;
        cases.add(new Case(id, "an Enhanced X-Ray RDSR (TID 10040 family) is kept and not applicable")
                .file(ReportWriter.file(report), "not-applicable"));

        id = "no-study";
        report = chest(id);
        report.studyUid = null;
        cases.add(new Case(id, "no Study Instance UID: quarantined, visible, not lost")
                .file(ReportWriter.file(report), "quarantined"));

        id = "truncated";
        byte[] whole = ReportWriter.file(chest(id));
        cases.add(new Case(id, "a file cut in the middle of an element is quarantined")
                .file(Arrays.copyOf(whole, whole.length - 701), "quarantined"));
        return cases;
    }

    private static List<Case> encodings() {
        List<Case> cases = new ArrayList<>();
        for (TransferSyntax syntax : List.of(
                TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN)) {
            String id = "encoding-"
                    + syntax.name()
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', '-')
                            .replace("deflated-explicit-little-endian", "deflated");
            Report report = chest(id);
            report.syntax = syntax;
            cases.add(one(id, "the same exam in " + syntax.uid(), report, exam -> exam.findings()));
        }
        cases.add(
                text("charset-utf-8", words -> words.getBytes(StandardCharsets.UTF_8), "胸部 Żółć Thorax", "ISO_IR 192"));
        cases.add(text("charset-gb18030", in("GB18030"), "胸部 CT Chest", "GB18030"));
        cases.add(text("charset-cyrillic", in("ISO-8859-5"), "Грудь Chest", "ISO_IR 144"));
        cases.add(text("charset-greek", in("ISO-8859-7"), "Θώρακας Chest", "ISO_IR 126"));
        cases.add(text("charset-japanese-iso-2022", in("ISO-2022-JP"), "胸部 Chest", "", "ISO 2022 IR 87"));
        cases.add(text("charset-korean-iso-2022", Cases::korean, "흉부 Chest", "", "ISO 2022 IR 149"));
        return cases;
    }

    private static Case text(String id, Function<String, byte[]> encoder, String words, String... terms) {
        Report report = report(id).text(encoder, terms);
        report.study(report.accession, words);
        report.add(Event.localizer(uid(id + 1)), Event.spiral(uid(id + 2), words, Region.CHEST, "6.0", "210.0", "350"))
                .totals("210.0");
        return one(
                id,
                "study description and protocol in " + String.join("\\", terms),
                report,
                exam -> exam.part("CT-CHEST", 32, "6.0", "210.0"));
    }

    private static Function<String, byte[]> in(String charset) {
        return words -> words.getBytes(Charset.forName(charset));
    }

    /** ISO 2022 IR 149 is designated to G1 by an escape sequence at the start (PS3.3 C.12.1.1.2). */
    private static byte[] korean(String words) {
        return ("\u001b$)C" + new String(words.getBytes(Charset.forName("EUC-KR")), StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static Report chest(String id) {
        return report(id)
                .add(
                        Event.localizer(uid(id + 1)),
                        Event.spiral(uid(id + 2), "Chest Routine", Region.CHEST, "6.0", "210.0", "350"))
                .totals("210.0");
    }

    /** More about the one exam. */
    interface More {
        void of(Case.Exam exam);
    }

    static Case one(String id, String origin, Report report, More more) {
        Case made = new Case(id, origin).report(report);
        more.of(made.exam(report));
        return made;
    }
}
