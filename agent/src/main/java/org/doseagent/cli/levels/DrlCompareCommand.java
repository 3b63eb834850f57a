package org.doseagent.cli.levels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.output.CompareText;
import org.doseagent.cli.output.Csv;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupComparison;
import org.doseagent.drl.GroupResult;
import org.doseagent.drl.GroupVerdict;
import org.doseagent.drl.LevelCoverage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {
            "Compares the median of each category, population and scanner with the reference levels: of the newest exams of the year that",
            "ends with --as-of, or of all exams from --from to --to, beside as many days before them. --set ID (or FILE) takes another set;",
            "--set european the percentiles of other hospitals (benchmark import), over all equipment and over that of the scanner's age."
        },
        footer = {
            "",
            "INSUFFICIENT: fewer exams than the set asks for. ABOVE: the whole 95 % interval of the median is above the level.",
            "CONSISTENTLY-ABOVE: so were the exams before, by themselves. BELOW-TARGET: below the source's target, else below",
            "drl.farBelowFraction of the level: check image quality.",
            "",
            "Example: dose-agent drl compare --from 2026-01-01 --to 2026-06-30 --set uk-ndrl-2022"
        })
final class DrlCompareCommand extends Listing implements Callable<Integer> {

    private static final int DECIMALS = 6;

    /** Those of the JSON. */
    private static final List<String> FIELDS = List.of(
            "category",
            "population",
            "device",
            "deviceKey",
            "quantity",
            "unit",
            "scope",
            "phantomCm",
            "statistic",
            "window",
            "from",
            "to",
            "n",
            "minN",
            "weightUnknown",
            "weightOutside",
            "value",
            "low",
            "high",
            "previous",
            "drl",
            "target",
            "ratio",
            "verdict",
            "drlSet",
            "drlSetHash",
            "reason",
            "equipmentAge",
            "facilities",
            "p25",
            "p50",
            "p75",
            "place");

    @Option(names = "--from", paramLabel = "DATE")
    @Nullable
    LocalDate from;

    @Option(names = "--to", paramLabel = "DATE")
    @Nullable
    LocalDate to;

    @Option(names = "--as-of", paramLabel = "DATE", description = "compares as on that day; default: today")
    @Nullable
    LocalDate asOf;

    @Option(names = "--last", paramLabel = "N", description = "exams of a group, the newest; default: drl.lastN")
    @Nullable
    Integer last;

    @Option(names = "--all", description = "shows groups with too few exams, too")
    boolean all;

    @Override
    public boolean takesSets() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            List<DrlSet> sets = ChosenSets.of(agent, setsNamed());
            WhereWeAre where = new WhereWeAre(agent.benchmarks());
            List<GroupResult> results = results(agent, where.withClasses(sets)).stream()
                    .filter(where::concerns)
                    .filter(result -> all || json || csv || result.verdict() != GroupVerdict.INSUFFICIENT)
                    .limit(limit())
                    .toList();
            print(results, where);
            remarks(agent, sets, results);
        }
        return 0;
    }

    private void print(List<GroupResult> results, WhereWeAre where) {
        if (json) {
            out().println(Json.text(Json.array(results, result -> json(result, where))));
        } else if (csv) {
            Csv rows = new Csv(FIELDS);
            rows.printHeader(out());
            results.forEach(result -> rows.print(out(), json(result, where)));
        } else {
            CompareText.print(
                    results.stream()
                            .filter(each -> !each.set().isOfRepository())
                            .toList(),
                    out());
            where.print(
                    results.stream().filter(each -> each.set().isOfRepository()).toList(), out());
        }
    }

    /** What the comparison does not show, and why. */
    private void remarks(Agent agent, List<DrlSet> sets, List<GroupResult> results) {
        LocalDate end = end(agent);
        ChosenSets.notValidOn(sets, end).forEach(text -> err().println("dose-agent: " + text));
        List<DrlSet> valid =
                sets.stream().filter(set -> set.isValidOn(Optional.of(end))).toList();
        if (results.isEmpty() && !valid.isEmpty() && !json) {
            err().println(
                            "dose-agent: no group has enough exams in these days; --all shows the others, --from goes back further");
        }
        LevelCoverage coverage = LevelCoverage.of(
                agent.parts().counts(YearMonth.from(start(agent)), YearMonth.from(end)),
                valid,
                agent.shelf().others().stream()
                        .filter(set -> set.isValidOn(Optional.of(end)))
                        .toList());
        MappingCommand.Coverage.levels(coverage).forEach(text -> err().println("dose-agent: " + text));
    }

    private LocalDate end(Agent agent) {
        return Optional.ofNullable(to).or(() -> Optional.ofNullable(asOf)).orElse(agent.today());
    }

    private LocalDate start(Agent agent) {
        return from == null ? end(agent).minusYears(1) : from;
    }

    private List<GroupResult> results(Agent agent, List<DrlSet> sets) {
        GroupComparison usual = agent.comparison();
        if (isOfNewest()) {
            Optional<Integer> lastN = Optional.ofNullable(last).or(usual::lastN);
            return agent.groups().newest(start(agent), end(agent), sets, new GroupComparison(lastN, usual.farBelow()));
        }
        return agent.groups().window(start(agent), end(agent), sets, usual);
    }

    private boolean isOfNewest() {
        return from == null || last != null;
    }

    private String window() {
        return isOfNewest() ? "NEWEST" : "DAYS";
    }

    private static String statistic(GroupResult result) {
        return result.set().method().statistic().name().toLowerCase(Locale.ROOT);
    }

    /** All digits that mean something: a mean has as many as one likes. */
    private static Optional<BigDecimal> exact(Optional<BigDecimal> value) {
        return value.map(
                number -> number.scale() > DECIMALS ? number.setScale(DECIMALS, RoundingMode.HALF_UP) : number);
    }

    private ObjectNode json(GroupResult result, WhereWeAre where) {
        DrlSet.Row row = result.row();
        ObjectNode node = Json.object()
                .put("category", row.category())
                .put("population", row.population())
                .put("device", result.deviceKey().label())
                .put("deviceKey", result.deviceKey().text())
                .put("quantity", row.quantity().name())
                .put("unit", row.quantity().unit())
                .put("scope", row.scope().name())
                .put("phantomCm", row.phantomCm())
                .put("statistic", statistic(result))
                .put("window", window())
                .put("n", result.n())
                .put("minN", result.set().method().minN())
                .put("weightUnknown", result.weightUnknown())
                .put("weightOutside", result.weightOutside());
        Json.text(node, "from", result.firstDay().map(LocalDate::toString));
        Json.text(node, "to", result.lastDay().map(LocalDate::toString));
        Json.number(node, "value", exact(result.value()));
        Json.number(node, "low", exact(result.low()));
        Json.number(node, "high", exact(result.high()));
        Json.number(node, "previous", exact(result.previous()));
        node.put("drl", row.value());
        Json.number(node, "target", row.target());
        Json.number(node, "ratio", exact(result.ratio()));
        node.put("verdict", result.verdict().label());
        node.put("drlSet", result.set().id());
        node.put("drlSetHash", result.set().sha256());
        Json.text(node, "reason", result.reservation());
        where.addTo(node, result);
        return node;
    }
}
