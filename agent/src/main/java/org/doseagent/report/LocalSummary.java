package org.doseagent.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.trend.ScannerVersion;

/**
 * The summary that a national dose survey requests from a department: for each scanner, exam and age band the number of exams, the medians and
 * quartiles of CTDIvol and DLP, and the mean weight. A cell is empty where the reports lack the value, and the column Remarks explains it. Nothing is
 * estimated, and values of two phantoms are never in one row.
 *
 * <p>The layout is our own. The survey of the UKHSA (the fifth of CT doses) takes only such summaries, of at least 100 patients
 * where their size was not selected; the authors have not seen its form.
 */
final class LocalSummary {

    /** The number of exams that a survey requests where the size of patients was not selected. */
    static final int WANTED = 100;

    private static final String UNKNOWN_BAND = "age unknown";

    private final LocalDate from;
    private final LocalDate to;
    private final Map<DeviceKey, Scanner> scanners;
    private final List<ScannerVersion> versions;
    private final List<Column<Row>> columns = new ArrayList<>();

    /** A scanner; {@code installed} and {@code detectorRows} come from the configuration. */
    record Scanner(
            Optional<String> manufacturer,
            Optional<String> model,
            Optional<String> serialNumber,
            Optional<Integer> installed,
            Optional<Integer> detectorRows) {}

    private record Key(DeviceKey deviceKey, String band, int phantomCm) {}

    private record Row(String category, Key key, List<PartDose> parts) {

        Optional<BigDecimal> percentile(Function<PartDose, Optional<BigDecimal>> value, int percent) {
            List<BigDecimal> sorted = values(value).stream().sorted().toList();
            return sorted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Percentiles.of(sorted, percent).setScale(2, RoundingMode.HALF_UP));
        }

        List<BigDecimal> values(Function<PartDose, Optional<BigDecimal>> value) {
            return parts.stream().flatMap(part -> value.apply(part).stream()).toList();
        }

        Optional<BigDecimal> meanWeight() {
            List<BigDecimal> weights = values(PartDose::weightKg);
            return weights.isEmpty()
                    ? Optional.empty()
                    : Optional.of(weights.stream()
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .divide(BigDecimal.valueOf(weights.size()), MathContext.DECIMAL64)
                            .setScale(1, RoundingMode.HALF_UP));
        }
    }

    /**
     * Begins a summary.
     *
     * @param from first day and {@code to} last day, as written in each row
     * @param scanners by key
     */
    LocalSummary(LocalDate from, LocalDate to, Map<DeviceKey, Scanner> scanners, List<ScannerVersion> versions) {
        this.from = from;
        this.to = to;
        this.scanners = Map.copyOf(scanners);
        this.versions = List.copyOf(versions);
        ofScanner();
        ofPatients();
        ofDoses();
        columns.add(Column.of("Remarks", this::remarks));
    }

    private void ofScanner() {
        columns.add(Column.of("Exam", Row::category));
        columns.add(new Column<>("Manufacturer", row -> scanner(row).flatMap(Scanner::manufacturer)));
        columns.add(new Column<>("Model", row -> scanner(row).flatMap(Scanner::model)));
        columns.add(new Column<>("Serial number or station", row -> scanner(row).flatMap(Scanner::serialNumber)));
        columns.add(new Column<>("Installed [year]", row -> scanner(row).flatMap(Scanner::installed)));
        columns.add(new Column<>("Detector rows", row -> scanner(row).flatMap(Scanner::detectorRows)));
        columns.add(Column.of("Software in the period", this::software));
        columns.add(Column.of("From", row -> from));
        columns.add(Column.of("To", row -> to));
    }

    private void ofPatients() {
        columns.add(Column.of("Age band", row -> row.key().band()));
        columns.add(Column.of("N", row -> row.parts().size()));
        columns.add(
                Column.of("N with weight", row -> row.values(PartDose::weightKg).size()));
        columns.add(new Column<>("Mean weight, where known [kg]", Row::meanWeight));
    }

    private void ofDoses() {
        columns.add(new Column<>(
                "Phantom [cm]", row -> Optional.of(row.key().phantomCm()).filter(cm -> cm > 0)));
        percentiles("CTDIvol, largest of the exam", "mGy", PartDose::ctdiVolMGy);
        percentiles("DLP of the exam", "mGy·cm", PartDose::dlpMGyCm);
    }

    private void percentiles(String quantity, String unit, Function<PartDose, Optional<BigDecimal>> value) {
        columns.add(Column.of("N of " + quantity, row -> comparable(row, value).size()));
        for (int percent : List.of(25, 50, 75)) {
            String name = percent == 50 ? "median" : "P" + percent;
            columns.add(new Column<>(
                    quantity + ", " + name + " [" + unit + "]",
                    row -> row.key().phantomCm() == 0 ? Optional.empty() : row.percentile(value, percent)));
        }
    }

    private static List<BigDecimal> comparable(Row row, Function<PartDose, Optional<BigDecimal>> value) {
        return row.key().phantomCm() == 0 ? List.of() : row.values(value);
    }

    private Optional<Scanner> scanner(Row row) {
        return Optional.ofNullable(scanners.get(row.key().deviceKey()));
    }

    private String software(Row row) {
        return String.join(
                "; ",
                versions.stream()
                        .filter(version -> version.deviceKey().equals(row.key().deviceKey()))
                        .filter(version -> !version.firstDay().isAfter(to)
                                && !version.lastDay().isBefore(from))
                        .map(version ->
                                version.softwareVersion().isEmpty() ? "not reported" : version.softwareVersion())
                        .sorted()
                        .toList());
    }

    private String remarks(Row row) {
        List<String> remarks = new ArrayList<>();
        int n = row.parts().size();
        int weights = row.values(PartDose::weightKg).size();
        if (n < WANTED) {
            remarks.add("fewer than " + WANTED + " exams");
        }
        if (row.key().phantomCm() == 0) {
            remarks.add("phantom not known: doses not summarised");
        }
        if (weights < n) {
            remarks.add("weight known of " + weights + " of " + n);
        }
        if (scanner(row).flatMap(Scanner::installed).isEmpty()) {
            remarks.add("year of installation not configured");
        }
        if (row.key().band().equals(UNKNOWN_BAND)) {
            remarks.add("age not known: neither adults nor children");
        }
        return String.join("; ", remarks);
    }

    LocalDate from() {
        return from;
    }

    LocalDate to() {
        return to;
    }

    /** Begins the table. */
    void begin(ExportSink sink, String name) {
        sink.table(name, Column.headers(columns));
    }

    /** Adds the rows of a category: by scanner, age band and phantom. */
    void add(ExportSink sink, String category, Collection<PartDose> parts) {
        Map<Key, List<PartDose>> groups = new TreeMap<>(
                Comparator.comparing(Key::deviceKey).thenComparing(Key::band).thenComparing(Key::phantomCm));
        parts.forEach(part ->
                groups.computeIfAbsent(key(part), absent -> new ArrayList<>()).add(part));
        groups.forEach((key, group) -> sink.row(Column.cells(columns, new Row(category, key, group))));
    }

    private static Key key(PartDose part) {
        String band = part.ageDays()
                .flatMap(PopulationBand::of)
                .map(PopulationBand::label)
                .orElse(UNKNOWN_BAND);
        return new Key(part.deviceKey(), band, part.phantomCm().orElse(0));
    }
}
