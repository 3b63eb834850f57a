package org.doseagent.drl;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.Quantity;

/**
 * A published set of reference levels.
 *
 * @param tier A: official text seen; B: quoted by another authority or a peer-reviewed abstract; C: transcription, unverified
 * @param validFrom first day of exams it is for; {@code validTo} is exclusive; empty when the source does not say
 * @param sha256 content hash of the file
 * @param countsLocalizers whether localizers and timing runs count for the DLP of an exam
 */
public record DrlSet(
        String id,
        String title,
        String jurisdiction,
        String edition,
        String source,
        String tier,
        boolean isVerified,
        boolean countsLocalizers,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validTo,
        String sha256,
        List<Row> rows) {

    private static final Map<Quantity, BigDecimal[]> PLAUSIBLE = Map.of(
            Quantity.CTDIVOL, new BigDecimal[] {new BigDecimal("0.5"), new BigDecimal("200")},
            Quantity.DLP, new BigDecimal[] {new BigDecimal("5"), new BigDecimal("10000")});

    public DrlSet {
        rows = List.copyOf(rows);
    }

    /** What a value is about: mixing them gives false alarms. */
    public enum Scope {
        EXAM,
        PHASE,
        ACQUISITION
    }

    /**
     * One value, in mGy·cm or mGy.
     *
     * @param minDays youngest age in days, inclusive; {@code maxDays} is exclusive
     * @param phantomCm the phantom that values are compared on; stated by the source only where {@code isPhantomStated}
     */
    public record Row(
            String category,
            Quantity quantity,
            Scope scope,
            BigDecimal value,
            int phantomCm,
            boolean isPhantomStated,
            String population,
            int minDays,
            int maxDays) {}

    /**
     * Reads a set.
     *
     * @throws DrlException naming every problem of the file at once
     */
    public static DrlSet parse(String text, String file, Categories categories) throws DrlException {
        JsonNode root = Yaml.parse(text, file);
        List<String> problems = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        JsonNode entries = root.path("rows");
        for (int i = 0; i < entries.size(); i++) {
            row(entries.get(i), "rows[" + (i + 1) + "]", problems).ifPresent(rows::add);
        }
        overlapsAndGaps(rows, problems);
        for (Row row : rows) {
            if (categories.find(row.category()).isEmpty()) {
                problems.add("rows: " + row.category() + " is not in the categories");
            }
        }
        String tier = Yaml.required(root, "tier", "", problems);
        if (!tier.matches("[ABC]?")) {
            problems.add("tier: must be A, B or C");
        }
        DrlSet set = new DrlSet(
                Yaml.required(root, "id", "", problems),
                Yaml.required(root, "title", "", problems),
                Yaml.required(root, "jurisdiction", "", problems),
                Yaml.required(root, "edition", "", problems),
                Yaml.required(root, "source", "", problems),
                tier,
                root.path("verified").asBoolean(false),
                root.path("countsLocalizers").asBoolean(true),
                date(root, "validFrom", problems),
                date(root, "validTo", problems),
                Yaml.sha256(text),
                rows);
        if (rows.isEmpty()) {
            problems.add("rows: at least one is needed");
        }
        Yaml.refuse(file, problems);
        return set;
    }

    /** Tells whether its levels may open alerts: a transcription that nobody has checked is shown, no more. */
    public boolean isTrusted() {
        return isVerified || !tier.equals("C");
    }

    /** Tells whether an exam of this day is compared with this set; an unknown day is. */
    boolean isValidOn(Optional<LocalDate> day) {
        boolean isBefore = day.isPresent() && validFrom.isPresent() && day.get().isBefore(validFrom.get());
        boolean isAfter = day.isPresent() && validTo.isPresent() && !day.get().isBefore(validTo.get());
        return !isBefore && !isAfter;
    }

    private static Optional<LocalDate> date(JsonNode root, String field, List<String> problems) {
        try {
            return Yaml.text(root, field).map(LocalDate::parse);
        } catch (DateTimeException e) {
            problems.add(field + ": must be a date such as 2026-10-01");
            return Optional.empty();
        }
    }

    private static Optional<Row> row(JsonNode node, String place, List<String> problems) {
        int before = problems.size();
        String category = Yaml.required(node, "category", place, problems);
        Optional<Quantity> quantity =
                Yaml.choice(Quantity.class, Yaml.required(node, "quantity", place, problems), place, problems);
        Optional<Scope> scope =
                Yaml.choice(Scope.class, Yaml.required(node, "scope", place, problems), place, problems);
        String unit = Yaml.required(node, "unit", place, problems);
        String value = Yaml.required(node, "value", place, problems);
        String population = Yaml.required(node, "population", place, problems);
        String phantom = Yaml.required(node, "phantomCm", place, problems);
        int minDays = node.path("minDays").asInt(-1);
        int maxDays = node.path("maxDays").asInt(Integer.MAX_VALUE);
        if (minDays < 0 || maxDays <= minDays) {
            problems.add(place + ": minDays must be given and below maxDays (half-open band, in days)");
        }
        if (!phantom.matches("16|32")) {
            problems.add(place + ".phantomCm: must be 16 or 32");
        }
        if (!value.matches("\\d{1,5}(\\.\\d{1,3})?")) {
            problems.add(place + ".value: must be a decimal number");
        }
        if (problems.size() > before) {
            return Optional.empty();
        }
        Row row = new Row(
                category,
                quantity.orElseThrow(),
                scope.orElseThrow(),
                new BigDecimal(value),
                Integer.parseInt(phantom),
                node.path("phantomStated").asBoolean(false),
                population,
                minDays,
                maxDays);
        checkValue(row, unit, place, problems);
        return Optional.of(row);
    }

    private static void checkValue(Row row, String unit, String place, List<String> problems) {
        String expected = row.quantity() == Quantity.DLP ? "mGy.cm" : "mGy";
        if (!unit.equals(expected)) {
            problems.add(place + ".unit: must be " + expected + " for " + row.quantity());
        }
        BigDecimal[] range = PLAUSIBLE.get(row.quantity());
        if (range != null && (row.value().compareTo(range[0]) < 0 || row.value().compareTo(range[1]) > 0)) {
            problems.add(place + ".value: " + row.value() + " is not plausible (" + range[0] + " to " + range[1] + ")");
        }
    }

    private static void overlapsAndGaps(List<Row> rows, List<String> problems) {
        for (int i = 0; i < rows.size(); i++) {
            for (int j = i + 1; j < rows.size(); j++) {
                Row first = rows.get(i);
                Row second = rows.get(j);
                boolean isSame = first.category().equals(second.category())
                        && first.quantity() == second.quantity()
                        && first.scope() == second.scope();
                if (isSame && first.minDays() < second.maxDays() && second.minDays() < first.maxDays()) {
                    problems.add("rows[" + (i + 1) + "] and rows[" + (j + 1) + "] overlap in age");
                }
            }
        }
        for (Row row : rows) {
            List<Row> same = rows.stream()
                    .filter(other -> other.category().equals(row.category())
                            && other.quantity() == row.quantity()
                            && other.scope() == row.scope())
                    .toList();
            boolean hasNext = same.stream().anyMatch(other -> other.minDays() == row.maxDays());
            boolean isFollowed = same.stream().anyMatch(other -> other.minDays() > row.maxDays());
            if (isFollowed && !hasNext) {
                problems.add(
                        "rows: " + row.category() + " " + row.quantity() + " has a gap in age at day " + row.maxDays());
            }
        }
    }
}
