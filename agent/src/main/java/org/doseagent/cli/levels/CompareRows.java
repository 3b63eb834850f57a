package org.doseagent.cli.levels;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.cli.output.Rows;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.review.Benchmarks;
import org.doseagent.review.LevelComparison;

/** Describes the rows of {@code drl compare}: the fields of JSON and CSV, and from them the columns of the table. */
final class CompareRows {

    private static final int DECIMALS = 6;

    /**
     * What the rows need besides a group.
     *
     * @param window "NEWEST" or "DAYS"
     * @param percentiles the percentiles that a group was compared with; empty for a level of an authority
     * @param steps the changes of the dose within the days of the comparison
     */
    record Context(
            String window,
            Function<GroupResult, Optional<Benchmark.Row>> percentiles,
            List<LevelComparison.CategoryStep> steps) {}

    private CompareRows() {}

    /** Returns the rows with the columns for levels of authorities. */
    static Rows<GroupResult> levels(Context context) {
        return fields(context)
                .column(shown("SCANNER").free().as(CompareRows::scanner))
                .column(shown("QUANTITY").as(CompareRows::quantity))
                .column(shown("N").right().as(row -> row.path("n").asText()))
                .column(shown("VALUE").right().as(row -> beside(row, "value", "drl")))
                .column(shown("95 %").right().as(CompareRows::interval))
                .column(shown("DRL").right().as(row -> digits(row, "drl")))
                .column(shown("RATIO").right().as(CompareRows::ratio))
                .column(shown("VERDICT").as(row -> row.path("verdict").asText()))
                .build();
    }

    /** Returns the same rows with the columns for percentiles of other hospitals. */
    static Rows<GroupResult> percentiles(Context context) {
        return fields(context)
                .column(shown("SCANNER").free().as(CompareRows::scanner))
                .column(shown("QUANTITY").as(CompareRows::quantity))
                .column(shown("N").right().as(row -> row.path("n").asText()))
                .column(shown("VALUE").right().as(row -> beside(row, "value", "p75")))
                .column(shown("AGE").as(row -> row.path("equipmentAge").asText()))
                .column(shown("P50").right().as(row -> digits(row, "p50")))
                .column(shown("P75").right().as(row -> digits(row, "p75")))
                .column(shown("PLACE").as(row -> row.path("place").asText()))
                .column(shown("VERDICT").as(row -> row.path("verdict").asText()))
                .build();
    }

    private static Rows.Builder<GroupResult> fields(Context context) {
        Rows.Builder<GroupResult> rows = Rows.<GroupResult>describe()
                .field("category", result -> result.row().category())
                .field("population", result -> result.row().population())
                .field("device", result -> result.deviceKey().label())
                .field("deviceKey", result -> result.deviceKey().text())
                .field("quantity", result -> result.row().quantity().name())
                .field("unit", result -> result.row().quantity().unit())
                .field("scope", result -> result.row().scope().name())
                .field("phantomCm", result -> result.row().phantomCm())
                .field("statistic", CompareRows::statistic)
                .field("window", result -> context.window())
                .field("n", GroupResult::n)
                .field("minN", result -> result.set().method().minN())
                .field("pooled", GroupResult::pooledText)
                .field("ageUnknown", result -> result.sample().leftOut().ageUnknown())
                .field("otherPhantom", result -> result.sample().leftOut().otherPhantom())
                .field("noValue", result -> result.sample().leftOut().noValue())
                .field("weightUnknown", GroupResult::weightUnknown)
                .field("weightOutside", GroupResult::weightOutside)
                .field("from", GroupResult::firstDay)
                .field("to", GroupResult::lastDay);
        return percentileFields(valueFields(rows, context), context);
    }

    private static Rows.Builder<GroupResult> valueFields(Rows.Builder<GroupResult> rows, Context context) {
        return rows.field("value", result -> result.value().map(CompareRows::exact))
                .field("low", result -> result.low().map(CompareRows::exact))
                .field("high", result -> result.high().map(CompareRows::exact))
                .field("previous", result -> result.previous().map(CompareRows::exact))
                .field("drl", result -> result.row().value())
                .field("target", result -> result.row().target())
                .field("ratio", result -> result.ratio().map(CompareRows::exact))
                .field("verdict", result -> result.verdict().label())
                .field("drlSet", result -> result.set().id())
                .field("drlSetHash", result -> result.set().sha256())
                .field("reason", GroupResult::reservation)
                .field("steps", result -> steps(result, context.steps()))
                .field("model", result -> result.deviceKey().model())
                .field("serialNumber", result -> result.deviceKey().serialNumber());
    }

    private static Rows.Builder<GroupResult> percentileFields(Rows.Builder<GroupResult> rows, Context context) {
        Function<GroupResult, Optional<Benchmark.Row>> percentiles = context.percentiles();
        return rows.fieldIfPresent(
                        "equipmentAge",
                        result -> percentiles
                                .apply(result)
                                .map(row -> row.key().equipmentAge().label()))
                .fieldIfPresent(
                        "facilities", result -> percentiles.apply(result).map(Benchmark.Row::facilities))
                .fieldIfPresent("p25", result -> percentiles.apply(result).map(Benchmark.Row::p25))
                .fieldIfPresent("p50", result -> percentiles.apply(result).map(Benchmark.Row::p50))
                .fieldIfPresent("p75", result -> percentiles.apply(result).map(Benchmark.Row::p75))
                .fieldIfPresent(
                        "place", result -> percentiles.apply(result).flatMap(row -> Benchmarks.place(result, row)));
    }

    private static String statistic(GroupResult result) {
        return result.set().method().statistic().name().toLowerCase(Locale.ROOT);
    }

    /** Limits the decimals of a mean. */
    private static BigDecimal exact(BigDecimal value) {
        return value.scale() > DECIMALS ? value.setScale(DECIMALS, RoundingMode.HALF_UP) : value;
    }

    /** Returns the changes of the dose in a group: for each the first day and the percentage. */
    private static Optional<String> steps(GroupResult result, List<LevelComparison.CategoryStep> steps) {
        List<String> own = LevelComparison.stepsOf(result, steps).stream()
                .map(found -> found.step().since() + " "
                        + String.format(
                                Locale.ROOT, "%+d %%", Math.round((found.step().ratio() - 1) * 100)))
                .toList();
        return own.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", own));
    }

    /** The serial number is first, because it distinguishes two scanners of one model and a narrow terminal cuts the end. */
    private static String scanner(JsonNode row) {
        String label = (row.path("serialNumber").asText() + " " + row.path("model").asText()).strip();
        return label.isEmpty() ? "unknown scanner" : label;
    }

    private static String quantity(JsonNode row) {
        Quantity quantity = quantityOf(row);
        return quantity.label()
                + switch (DrlSet.Scope.valueOf(row.path("scope").asText())) {
                    case PHASE -> quantity == Quantity.DLP ? "/phase" : "";
                    case ACQUISITION -> quantity == Quantity.DLP ? "/acq." : "";
                    case EXAM -> "";
                };
    }

    private static Quantity quantityOf(JsonNode row) {
        return Quantity.valueOf(row.path("quantity").asText());
    }

    /** Returns a value rounded for people; it has more digits where rounding would make it equal to the level. */
    private static String beside(JsonNode row, String field, String level) {
        return row.hasNonNull(field)
                ? quantityOf(row)
                        .fixed(row.path(field).decimalValue(), row.path(level).decimalValue())
                : "";
    }

    private static String interval(JsonNode row) {
        return row.hasNonNull("low") ? beside(row, "low", "drl") + ".." + beside(row, "high", "drl") : "";
    }

    private static String digits(JsonNode row, String field) {
        return row.hasNonNull(field)
                ? quantityOf(row).digits(row.path(field).decimalValue())
                : "";
    }

    private static String ratio(JsonNode row) {
        return row.hasNonNull("ratio")
                ? row.path("ratio")
                        .decimalValue()
                        .setScale(2, RoundingMode.HALF_UP)
                        .toPlainString()
                : "";
    }
}
