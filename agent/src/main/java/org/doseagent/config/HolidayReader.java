package org.doseagent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.doseagent.trend.Holidays;

/**
 * Reads public holidays: a date such as 2026-12-25, a day of every year such as 12-25, or the name of a file with one of these in each
 * line.
 */
final class HolidayReader {

    static final String KEY = "alerts.silence.holidays";

    private static final int MAX_DAYS = 10_000;

    private final List<LocalDate> days = new ArrayList<>();
    private final List<MonthDay> everyYear = new ArrayList<>();

    private HolidayReader() {}

    static Holidays read(ConfigTree tree, Path home) {
        HolidayReader list = new HolidayReader();
        for (String entry : tree.texts(KEY, List.of())) {
            if (entry.isBlank()) {
                continue;
            }
            if (entry.matches("[\\d-]+")) {
                list.add(entry, tree);
            } else {
                list.file(home.resolve(entry), tree);
            }
        }
        return new Holidays(Set.copyOf(list.days), Set.copyOf(list.everyYear));
    }

    private void file(Path file, ConfigTree tree) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > MAX_DAYS) {
                tree.problem(KEY, file.toString(), "the file must have at most " + MAX_DAYS + " lines");
                return;
            }
            lines.stream()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> add(line, tree));
        } catch (IOException e) {
            tree.problem(
                    KEY, file.toString(), "must be a date such as 2026-12-25, a day such as 12-25, or a readable file");
        }
    }

    private void add(String text, ConfigTree tree) {
        try {
            if (text.matches("\\d{2}-\\d{2}")) {
                everyYear.add(MonthDay.parse("--" + text));
            } else {
                days.add(LocalDate.parse(text));
            }
        } catch (DateTimeException e) {
            tree.problem(KEY, text, "must be a date such as 2026-12-25, or a day of every year such as 12-25");
        }
    }
}
