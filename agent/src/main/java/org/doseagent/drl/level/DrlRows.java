package org.doseagent.drl.level;

import org.doseagent.drl.yaml.Place;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.level.DrlSet.Range;
import org.doseagent.drl.level.DrlSet.Row;
import org.doseagent.drl.level.DrlSet.Scope;
import org.doseagent.drl.yaml.Problems;
import org.doseagent.drl.yaml.Yaml;

/** Reads the rows of a set and refuses what cannot be one: implausible values, overlapping bands, gaps between bands. */
final class DrlRows {

    private static final Map<Quantity, Range> PLAUSIBLE = Map.of(
            Quantity.CTDIVOL, range("0.5", "200"),
            Quantity.DLP, range("5", "10000"));

    /** DLP over CTDIvol of one phase is a length: what a scanner can scan, in cm. */
    private static final Range LENGTH_CM = range("3", "150");

    /** An exam may have several phases, but no less than one. */
    private static final Range EXAM_LENGTH_CM = range("3", "600");

    /** Shorter than a head or longer than one phase can be: right for few exams, and what a lost or a doubled digit looks like. */
    private static final Range USUAL_LENGTH_CM = range("10", "150");

    private static final Set<String> KEYS = Set.of(
            "category",
            "quantity",
            "scope",
            "scopeStated",
            "value",
            "target",
            "unit",
            "percentile",
            "phantomCm",
            "phantomStated",
            "population",
            "minDays",
            "maxDays",
            "minKg",
            "maxKg",
            "verification",
            "doubt");

    private static final String DECIMAL = "\\d{1,5}(\\.\\d{1,3})?";

    private DrlRows() {}

    private static Range range(String from, String to) {
        return new Range(Optional.of(new BigDecimal(from)), Optional.of(new BigDecimal(to)));
    }

    /** Reads a row; {@code verification} is that of the set, for a row without one of its own. */
    static Optional<Row> parse(JsonNode node, Place place, String verification, Problems problems) {
        int before = problems.size();
        problems.refuseUnknown(node, KEYS, place);
        String category = problems.required(node, "category", place);
        Optional<Quantity> quantity =
                problems.choice(Quantity.class, problems.required(node, "quantity", place), place);
        Optional<Scope> scope = problems.choice(Scope.class, problems.required(node, "scope", place), place);
        String unit = problems.required(node, "unit", place);
        String value = problems.required(node, "value", place);
        String population = problems.required(node, "population", place);
        String phantom = problems.required(node, "phantomCm", place);
        int minDays = node.path("minDays").asInt(-1);
        int maxDays = node.path("maxDays").asInt(Integer.MAX_VALUE);
        if (minDays < 0 || maxDays <= minDays) {
            problems.add(place, "minDays must be given and below maxDays (half-open band, in days)");
        }
        if (!phantom.matches("16|32")) {
            problems.add(place.key("phantomCm"), "must be 16 or 32");
        }
        if (!value.matches(DECIMAL)) {
            problems.add(place.key("value"), "must be a decimal number");
        }
        Optional<BigDecimal> target = target(node, value, place, problems);
        Optional<Integer> percentile = percentile(node, place, problems);
        if (problems.size() > before) {
            return Optional.empty();
        }
        Row row = new Row(
                category,
                quantity.orElseThrow(),
                scope.orElseThrow(),
                Integer.parseInt(phantom),
                new Row.Level(new BigDecimal(value), target, percentile),
                new Row.Stated(
                        node.path("phantomStated").asBoolean(false),
                        node.path("scopeStated").asBoolean(true),
                        Yaml.text(node, "verification").orElse(verification),
                        Yaml.text(node, "doubt")),
                new Row.Population(population, minDays, maxDays, range(node, "minKg", "maxKg", place, problems)));
        checkValue(row, unit, place, problems);
        return Optional.of(row);
    }

    private static Optional<BigDecimal> target(JsonNode node, String value, Place place, Problems problems) {
        Optional<String> target = Yaml.text(node, "target");
        if (target.isEmpty() || !value.matches(DECIMAL)) {
            return Optional.empty();
        }
        if (!target.get().matches(DECIMAL) || new BigDecimal(target.get()).compareTo(new BigDecimal(value)) >= 0) {
            problems.add(place.key("target"), "must be a decimal number below value");
            return Optional.empty();
        }
        return target.map(BigDecimal::new);
    }

    private static Optional<Integer> percentile(JsonNode node, Place place, Problems problems) {
        Optional<String> percentile = Yaml.text(node, "percentile");
        if (percentile.isPresent() && !percentile.get().matches("[1-9]\\d")) {
            problems.add(place.key("percentile"), "must be a whole number from 10 to 99");
            return Optional.empty();
        }
        return percentile.map(Integer::valueOf);
    }

    private static void checkValue(Row row, String unit, Place place, Problems problems) {
        String expected = row.quantity() == Quantity.DLP ? "mGy.cm" : "mGy";
        if (!unit.equals(expected)) {
            problems.add(place.key("unit"), "must be " + expected + " for " + row.quantity());
        }
        Range plausible = PLAUSIBLE.getOrDefault(row.quantity(), Range.ALL);
        if (!plausible.contains(row.value())) {
            problems.add(
                    place.key("value"),
                    "" + row.value() + " is not plausible (" + plausible.from().orElseThrow() + " to "
                            + plausible.to().orElseThrow() + ")");
        }
    }

    static void overlapsAndGaps(List<Row> rows, Problems problems) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            for (int j = i + 1; j < rows.size(); j++) {
                Row other = rows.get(j);
                boolean isSameAge = row.minDays() < other.maxDays() && other.minDays() < row.maxDays();
                if (isSameLevel(row, other) && isSameAge && row.weightKg().overlaps(other.weightKg())) {
                    problems.add(
                            Place.element("rows", i),
                            "overlaps rows[" + (j + 1) + "] in age" + (row.goesByWeight() ? " and weight" : ""));
                }
            }
            gaps(row, rows.stream().filter(other -> isSameLevel(row, other)).toList(), problems);
            implausibleLength(row, rows, Place.element("rows", i), problems);
        }
    }

    private static boolean isSameLevel(Row row, Row other) {
        return other.category().equals(row.category())
                && other.quantity() == row.quantity()
                && other.scope() == row.scope()
                && other.phantomCm() == row.phantomCm();
    }

    private static void gaps(Row row, List<Row> same, Problems problems) {
        boolean hasNext = same.stream().anyMatch(other -> other.minDays() == row.maxDays());
        boolean isFollowed = same.stream().anyMatch(other -> other.minDays() > row.maxDays());
        if (isFollowed && !hasNext) {
            problems.add(Place.of("rows"), row.category() + " " + row.quantity() + " has a gap in age at day " + row.maxDays());
        }
        Optional<BigDecimal> end = row.weightKg().to();
        boolean hasHeavier =
                same.stream().anyMatch(other -> other.weightKg().from().equals(end));
        boolean isFollowedByHeavier = end.isPresent()
                && same.stream()
                        .flatMap(other -> other.weightKg().from().stream())
                        .anyMatch(from -> from.compareTo(end.get()) > 0);
        if (isFollowedByHeavier && !hasHeavier) {
            problems.add(
                    Place.of("rows"),
                    row.category() + " " + row.quantity() + " has a gap in weight at "
                            + end.get().toPlainString() + " kg");
        }
    }

    /** A DLP and a CTDIvol of the same patients must fit each other, else one of them was copied wrongly. */
    private static void implausibleLength(Row dlp, List<Row> rows, Place place, Problems problems) {
        Range possible = dlp.scope() == Scope.EXAM ? EXAM_LENGTH_CM : LENGTH_CM;
        lengths(dlp, rows)
                .filter(length -> !possible.contains(length))
                .forEach(length -> problems.add(
                        place.key("value"), "with the CTDIvol of the set it implies a scan of " + length + " cm"));
    }

    /** Returns the scan lengths in cm that a DLP implies with the CTDIvol of the same patients. */
    private static Stream<BigDecimal> lengths(Row dlp, List<Row> rows) {
        if (dlp.quantity() != Quantity.DLP) {
            return Stream.empty();
        }
        return rows.stream()
                .filter(row -> row.quantity() == Quantity.CTDIVOL
                        && row.category().equals(dlp.category())
                        && row.phantomCm() == dlp.phantomCm()
                        && row.minDays() == dlp.minDays()
                        && row.weightKg().equals(dlp.weightKg()))
                .map(row -> dlp.value().divide(row.value(), 1, RoundingMode.HALF_UP));
    }

    /** Returns what may be right but is rare: an unusual length, a level that falls from one band to the next older or heavier one. */
    static List<String> warnings(List<Row> rows) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            String place =
                    "rows[" + (i + 1) + "]: " + row.category() + " " + row.quantity() + " of " + row.population();
            lengths(row, rows)
                    .filter(length -> !USUAL_LENGTH_CM.contains(length))
                    .forEach(length -> warnings.add(
                            place + ": with the CTDIvol of the set it implies a scan of " + length + " cm"));
            rows.stream()
                    .filter(next -> isSameLevel(row, next) && isNext(row, next))
                    .filter(next -> next.value().compareTo(row.value()) < 0)
                    .forEach(next -> warnings.add(place + ": " + row.value().toPlainString() + " is above the "
                            + next.value().toPlainString() + " of " + next.population()));
        }
        return warnings;
    }

    private static boolean isNext(Row row, Row next) {
        boolean isOlder = next.minDays() == row.maxDays();
        boolean isHeavier = next.minDays() == row.minDays()
                && row.weightKg().to().isPresent()
                && next.weightKg().from().equals(row.weightKg().to());
        return isOlder || isHeavier;
    }

    /** Reads two ends of a half-open range of weights. */
    static Range range(JsonNode node, String from, String to, Place place, Problems problems) {
        Optional<BigDecimal> low = kilograms(node, from, place, problems);
        Optional<BigDecimal> high = kilograms(node, to, place, problems);
        if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) >= 0) {
            problems.add(place.key(from), "must be below " + to + " (half-open band, in kg)");
        }
        return new Range(low, high);
    }

    private static Optional<BigDecimal> kilograms(JsonNode node, String field, Place place, Problems problems) {
        Optional<String> text = Yaml.text(node, field);
        if (text.isPresent() && !text.get().matches("\\d{1,3}(\\.\\d)?")) {
            problems.add(place.key(field), "must be a weight in kg such as 15 or 3.5");
            return Optional.empty();
        }
        return text.map(BigDecimal::new);
    }
}
