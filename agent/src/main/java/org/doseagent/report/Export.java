package org.doseagent.report;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.exams.ExamSnapshot;
import org.doseagent.store.exams.StoredDevice;
import org.jspecify.annotations.Nullable;

/** Writes the exams, events and medians of a period into tables, or the summary of a dose survey. */
public final class Export {

    private final ReportStores stores;
    private final ReportSite site;
    private final ExamQuery period;

    /** The first and last day of the exams that were written, and their number. */
    private static final class Days {

        private @Nullable LocalDate first;
        private @Nullable LocalDate last;
        private int exams;

        void add(AssessedExam exam) {
            exams++;
            exam.exam().study().studyDateTime().map(LocalDateTime::toLocalDate).ifPresent(day -> {
                first = first == null || day.isBefore(first) ? day : first;
                last = last == null || day.isAfter(last) ? day : last;
            });
        }
    }

    public Export(ReportStores stores, ReportSite site, ExamQuery period) {
        this.stores = stores;
        this.site = site;
        this.period = period;
    }

    /** Writes exams and events as they are at one moment, then medians, then a table that explains the others. */
    public void everything(ExportSink sink, ExamTables tables) {
        Days days = new Days();
        int[] number = new int[1];
        try (ExamSnapshot snapshot = stores.doses().snapshot()) {
            tables.beginExams(sink);
            snapshot.each(period, exam -> {
                days.add(exam);
                tables.addExam(sink, days.exams, exam);
            });
            tables.beginEvents(sink);
            snapshot.each(period, exam -> tables.addEvents(sink, ++number[0], exam));
        }
        LocalDate today = site.today();
        LocalDate first =
                period.from().or(() -> Optional.ofNullable(days.first)).orElse(today);
        LocalDate last = period.until().or(() -> Optional.ofNullable(days.last)).orElse(today);
        medians(sink, "medians", summaryOf(first, last));
        about(sink, first, last, days.exams);
    }

    /** Writes the summary of a dose survey; without a period, that of the last year. */
    public void summary(ExportSink sink) {
        LocalDate last = period.until().orElse(site.today());
        LocalDate first = period.from().orElse(last.minusYears(1).plusDays(1));
        medians(sink, "summary", summaryOf(first, last));
    }

    private void medians(ExportSink sink, String name, LocalSummary summary) {
        summary.begin(sink, name);
        for (String category : stores.parts().categories(summary.from(), summary.to())) {
            summary.add(sink, category, stores.parts().parts(category, summary.from(), summary.to()));
        }
    }

    private LocalSummary summaryOf(LocalDate first, LocalDate last) {
        Map<DeviceKey, LocalSummary.Scanner> scanners = new HashMap<>();
        for (StoredDevice scanner : stores.doses().devices()) {
            Optional<Inventory.Scanner> configured = site.configured(scanner);
            Device device = scanner.device();
            scanners.put(
                    scanner.key(),
                    new LocalSummary.Scanner(
                            device.manufacturer(),
                            device.model(),
                            device.serialNumber().or(device::stationName),
                            configured.flatMap(Inventory.Scanner::installed),
                            configured.flatMap(Inventory.Scanner::detectorRows)));
        }
        return new LocalSummary(first, last, scanners, stores.doses().history().versions(last));
    }

    private void about(ExportSink sink, LocalDate first, LocalDate last, int exams) {
        sink.table("about", List.of("What", "Value"));
        sink.row(List.of("Site", site.siteId()));
        sink.row(List.of("Made on", site.today()));
        sink.row(List.of("First day", first));
        sink.row(List.of("Last day", last));
        sink.row(List.of("Exams", exams));
        sink.row(List.of("Program", "dose-agent " + site.programVersion()));
        sink.row(List.of("Mapping version", site.mapping().text()));
        sink.row(List.of("Percentiles", Percentiles.METHOD));
        sink.row(List.of(
                "exams", "One row for each part of an exam; values of the whole exam are in the row of part 1 only."));
        sink.row(List.of(
                "events",
                "One row for each irradiation event; the column Exam refers to the table exams. Values as reported."));
        sink.row(List.of(
                "medians",
                "Patients only, by scanner, category, age band and phantom. DLP is the sum over all events of the part, CTDIvol the"
                        + " largest of its diagnostic events."));
        sink.row(List.of("Identity", "No name, birth date, Patient ID or UID is in this file."));
    }
}
