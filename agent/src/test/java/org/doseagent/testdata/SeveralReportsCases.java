package org.doseagent.testdata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.testdata.Event.Region;

/** The cases of one study with several reports: whatever their order, one right exam. */
final class SeveralReportsCases {

    private SeveralReportsCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        cases.add(cumulative());
        cases.add(continued());
        cases.add(overlapping());
        cases.add(replaced());
        cases.add(twoScanners());
        cases.add(repeated());
        cases.add(otherVersion());
        return cases;
    }

    private static Event scan(String id, int number, String dlp) {
        String length = new BigDecimal(dlp)
                .multiply(BigDecimal.TEN)
                .divide(new BigDecimal("7.0"), 0, RoundingMode.HALF_UP)
                .toPlainString();
        return Event.spiral(
                Cases.uid(id + " event " + number), "Abdomen " + number, Region.ABDOMEN, "7.0", dlp, length);
    }

    private static Report report(String id, int number, Event... events) {
        Report report = Report.of(Cases.uid(id + " report " + number), Cases.uid(id + " study"))
                .study("T" + Math.floorMod(id.hashCode(), 99991), "CT Abdomen")
                .add(events);
        report.contentTime = "1" + number + "0000";
        return report;
    }

    static Report window(String id, int from, int to) {
        Report report = Report.of(Cases.uid(id + " report " + from + " " + to), Cases.uid(id + " study"))
                .study("W1", "CT Abdomen");
        for (int event = from; event <= to; event++) {
            report.add(scan(id, event, "70.0"));
        }
        report.contentTime = "1" + to + "0" + from + "00";
        return report.totals((to - from + 1) * 70 + ".0");
    }

    private static Case cumulative() {
        String id = "cumulative";
        Report first = report(id, 1, scan(id, 1, "100.0")).totals("100.0");
        Report second =
                report(id, 2, scan(id, 1, "100.0"), scan(id, 2, "120.0")).totals("220.0");
        Report third = report(id, 3, scan(id, 1, "100.0"), scan(id, 2, "120.0"), scan(id, 3, "80.0"))
                .totals("300.0");
        Case made = new Case(id, "a report after each series, each with all events so far")
                .report(first)
                .report(second)
                .report(third);
        made.exam(third).part("CT-ABDOMEN-PELVIS", 32, "7.0", "300.0").findings();
        return made;
    }

    private static Case continued() {
        String id = "continued";
        Report first = report(id, 1, scan(id, 1, "60.17")).totals("60.17");
        Report second = report(id, 2, scan(id, 2, "56.44")).totals("56.44");
        Case made = new Case(id, "a continued study: two reports with different events are one exam")
                .report(first)
                .report(second);
        List<Event> both = List.of(first.events.get(0), second.events.get(0));
        made.exam(second, both, "116.61")
                .part("CT-ABDOMEN-PELVIS", 32, "7.0", "116.61")
                .findings();
        return made;
    }

    private static Case overlapping() {
        String id = "overlapping";
        Report first = report(id, 1, scan(id, 1, "100.0"), scan(id, 2, "120.0")).totals("220.0");
        Report second = report(id, 2, scan(id, 2, "120.0"), scan(id, 3, "80.0")).totals("200.0");
        Case made = new Case(id, "two reports share one event; neither total is that of the exam")
                .report(first)
                .report(second);
        List<Event> all = List.of(first.events.get(0), first.events.get(1), second.events.get(1));
        made.exam(second, all, null).part("CT-ABDOMEN-PELVIS", 32, "7.0", "300.0");
        return made;
    }

    private static Case replaced() {
        String id = "replaced";
        Report first = report(id, 1, scan(id, 1, "100.0"), scan(id, 2, "120.0")).totals("220.0");
        Report second = report(id, 2, scan(id, 1, "100.0")).totals("100.0");
        second.predecessor = first.sopInstanceUid;
        Case made = new Case(id, "a corrected report names its predecessor and drops an event")
                .report(first)
                .report(second);
        made.exam(second, second.events, "100.0")
                .part("CT-ABDOMEN-PELVIS", 32, "7.0", "100.0")
                .findings("DUPLICATE");
        return made;
    }

    private static Case twoScanners() {
        String id = "two-scanners";
        Report first = report(id, 1, scan(id, 1, "100.0")).totals("100.0");
        Report second = report(id, 2, scan(id, 2, "90.0"))
                .device("GE MEDICAL SYSTEMS", "Revolution CT", "GE9009", "revo_ct_22")
                .totals("90.0");
        second.study(first.accession, first.studyDescription);
        Case made = new Case(id, "one study on two scanners: one exam, each event with its own scanner")
                .report(first)
                .report(second);
        made.exam(first, List.of(first.events.get(0), second.events.get(0)), "190.0");
        return made;
    }

    private static Case repeated() {
        String id = "repeated";
        Report report = report(id, 1, scan(id, 1, "100.0")).totals("100.0");
        byte[] file = ReportWriter.file(report);
        Case made = new Case(id, "the same report sent three times is stored once")
                .report(report)
                .file(file, "duplicate")
                .file(file, "duplicate");
        made.exam(report).findings();
        return made;
    }

    private static Case otherVersion() {
        String id = "same-uid-other-bytes";
        Report first = report(id, 1, scan(id, 1, "100.0")).totals("100.0");
        Report second = report(id, 1, scan(id, 1, "100.0"), scan(id, 2, "30.0")).totals("130.0");
        Case made = new Case(id, "the same SOP Instance UID with other bytes is kept as a further version")
                .report(first)
                .report(second);
        made.exam(second).findings("DUPLICATE");
        return made.inOrder();
    }
}
