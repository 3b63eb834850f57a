package org.doseagent.trend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.doseagent.dose.identity.DeviceKey;

/**
 * Collects the exams that arrived, one at a time, and finds out which are missing. It also needs the exams of the weeks before the period.
 * Not thread-safe.
 */
public final class CompletenessReview {

    private final LocalDate from;
    private final LocalDate to;
    private final Completeness.Settings settings;
    private final NavigableMap<DeviceKey, NavigableMap<LocalDate, Integer>> byScanner =
            new TreeMap<>(DeviceKey.BY_LABEL);
    private final Map<DeviceKey, List<ExamArrival>> truncated = new HashMap<>();
    private final List<UnreadableReport> unreadable = new ArrayList<>();
    private final AccessionGaps numbers = new AccessionGaps();

    /** Starts a review of a period; both days are inclusive. */
    public CompletenessReview(LocalDate from, LocalDate to, Completeness.Settings settings) {
        this.from = from;
        this.to = to;
        this.settings = settings;
    }

    /** Adds the number of exams of patients on one day. */
    public void worked(DeviceKey scanner, LocalDate day, int exams) {
        byScanner.computeIfAbsent(scanner, absent -> new TreeMap<>()).merge(day, exams, Integer::sum);
    }

    /**
     * Adds the accession number of an exam or a phantom scan of the period, and whether the exam is complete; {@link #worked} counts the
     * exam.
     */
    public void arrived(ExamArrival exam) {
        DeviceKey scanner = exam.deviceKey();
        exam.accessionNumber()
                .ifPresent(number -> numbers.used(
                        number,
                        new AccessionGaps.Use(scanner.label(), exam.studyDateTime().toLocalDate())));
        if (exam.missingEvents() > 0 && !exam.isQa()) {
            truncated.computeIfAbsent(scanner, absent -> new ArrayList<>()).add(exam);
        }
    }

    /** Adds a report of an exam that is known from no other report; reports of days outside the period do not count. */
    public void unreadable(UnreadableReport report) {
        if (!report.day().isBefore(from) && !report.day().isAfter(to)) {
            unreadable.add(report);
            report.accessionNumber()
                    .ifPresent(number -> numbers.used(
                            number, new AccessionGaps.Use(report.scanner().orElse(""), report.day())));
        }
    }

    /** Returns the exams that arrived and those that are missing. */
    public Completeness result() {
        QuietDays quiet = new QuietDays(byScanner, settings, from, to);
        List<Completeness.Row> rows = new ArrayList<>();
        byScanner.forEach((scanner, days) -> {
            NavigableMap<LocalDate, Integer> ofPeriod = days.subMap(from, true, to, true);
            List<Completeness.Silence> silences = quiet.silences(scanner);
            if (!ofPeriod.isEmpty() || !silences.isEmpty()) {
                rows.add(new Completeness.Row(
                        scanner,
                        new TreeMap<>(ofPeriod),
                        truncated.getOrDefault(scanner, List.of()),
                        silences,
                        quiet.unjudged(scanner)));
            }
        });
        return new Completeness(from, to, settings, rows, numbers.gaps(settings.isCtOnlySequence()), unreadable);
    }
}
