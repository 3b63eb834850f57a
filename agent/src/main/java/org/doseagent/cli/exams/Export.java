package org.doseagent.cli.exams;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.DeviceKey;
import org.doseagent.dose.Percentiles;
import org.doseagent.report.ExamTables;
import org.doseagent.report.ExportSink;
import org.doseagent.report.LocalSummary;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.exams.ExamSnapshot;
import org.doseagent.store.exams.StoredDevice;
import org.jspecify.annotations.Nullable;

/** What an export writes, from one store and of one period. */
final class Export {

    private final Agent agent;
    private final ExamQuery period;

    /** The days that exams were found on. */
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

    Export(Agent agent, ExamQuery period) {
        this.agent = agent;
        this.period = period;
    }

    /** Writes exams and events of one moment, then medians, then what all that is. */
    void everything(ExportSink sink, ExamTables tables) {
        Days days = new Days();
        int[] number = new int[1];
        try (ExamSnapshot snapshot = agent.doses().snapshot()) {
            tables.beginExams(sink);
            snapshot.each(period, exam -> {
                days.add(exam);
                tables.addExam(sink, days.exams, exam);
            });
            tables.beginEvents(sink);
            snapshot.each(period, exam -> tables.addEvents(sink, ++number[0], exam));
        }
        LocalDate today = agent.today();
        LocalDate first =
                period.from().or(() -> Optional.ofNullable(days.first)).orElse(today);
        LocalDate last = period.until().or(() -> Optional.ofNullable(days.last)).orElse(today);
        medians(sink, "medians", summaryOf(first, last));
        about(sink, first, last, days.exams);
    }

    /** Writes the summary of a dose survey; of the last year where no period was named. */
    void summary(ExportSink sink) {
        LocalDate last = period.until().orElse(agent.today());
        LocalDate first = period.from().orElse(last.minusYears(1).plusDays(1));
        medians(sink, "summary", summaryOf(first, last));
    }

    private void medians(ExportSink sink, String name, LocalSummary summary) {
        summary.begin(sink, name);
        for (String category : agent.parts().categories(summary.from(), summary.to())) {
            summary.add(sink, category, agent.parts().parts(category, summary.from(), summary.to()));
        }
    }

    private LocalSummary summaryOf(LocalDate first, LocalDate last) {
        Map<DeviceKey, LocalSummary.Scanner> scanners = new HashMap<>();
        for (StoredDevice device : agent.doses().devices()) {
            Optional<Settings.Scanner> configured = agent.settings().devices().stream()
                    .filter(each -> device.serialNumber()
                            .filter(each.serialNumber()::equals)
                            .isPresent())
                    .findFirst();
            scanners.put(
                    device.key(),
                    new LocalSummary.Scanner(
                            device.manufacturer(),
                            device.model(),
                            device.serialNumber().or(device::stationName),
                            configured.flatMap(Settings.Scanner::installed),
                            configured.flatMap(Settings.Scanner::detectorRows)));
        }
        return new LocalSummary(first, last, scanners, agent.doses().history().versions(last));
    }

    private void about(ExportSink sink, LocalDate first, LocalDate last, int exams) {
        sink.table("about", List.of("What", "Value"));
        sink.row(List.of("Site", agent.settings().siteId()));
        sink.row(List.of("Made on", agent.today()));
        sink.row(List.of("First day", first));
        sink.row(List.of("Last day", last));
        sink.row(List.of("Exams", exams));
        sink.row(List.of("Program", "dose-agent " + Agent.version()));
        sink.row(List.of("Mapping version", agent.levels().mapping().version()));
        sink.row(List.of("Percentiles", Percentiles.METHOD));
        sink.row(List.of(
                "exams",
                "A row for each part of an exam; what is of the whole exam stands in the row of part 1 only."));
        sink.row(List.of("events", "A row for each irradiation event; Exam joins it to exams. Values as reported."));
        sink.row(List.of(
                "medians",
                "Patients only, by scanner, category, age band and phantom. DLP counts all events of the part, CTDIvol is the largest"
                        + " of a diagnostic event."));
        sink.row(List.of("Identity", "No name, birth date, Patient ID or UID is in this file."));
    }
}
