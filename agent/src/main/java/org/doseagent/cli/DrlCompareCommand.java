package org.doseagent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.Device;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupComparison;
import org.doseagent.drl.GroupResult;
import org.doseagent.drl.GroupVerdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {
            "Compares the median of each category, population and scanner with the reference levels: of the newest exams of the year that",
            "ends with --as-of, or of all exams from --from to --to, beside as many days before them. --set ID (or FILE) takes another set."
        },
        footer = {
            "",
            "INSUFFICIENT: fewer exams than the set asks for. ABOVE: the whole 95 % interval of the median is above the level.",
            "CONSISTENTLY-ABOVE: so were the exams before. BELOW-TARGET: far below, check image quality.",
            "",
            "Example: dose-agent drl compare --from 2026-01-01 --to 2026-06-30 --set uk-ndrl-2022"
        })
final class DrlCompareCommand extends Listing implements Callable<Integer> {

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
    boolean takesSets() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agent()) {
            List<DrlSet> sets = ChosenSets.of(agent, setsNamed());
            List<GroupResult> results = results(agent, sets).stream()
                    .filter(result -> all || json || result.verdict() != GroupVerdict.INSUFFICIENT)
                    .limit(limit())
                    .toList();
            if (json) {
                out().println(Json.text(Json.array(results, DrlCompareCommand::json)));
            } else {
                print(table(results));
            }
            if (results.isEmpty() && !json) {
                err().println(
                                "dose-agent: no group has enough exams in these days; --all shows the others, --from goes back further");
            }
        }
        return 0;
    }

    private List<GroupResult> results(Agent agent, List<DrlSet> sets) {
        LocalDate end =
                Optional.ofNullable(to).or(() -> Optional.ofNullable(asOf)).orElse(agent.today());
        GroupComparison usual = agent.comparison();
        if (from == null || last != null) {
            LocalDate start = from == null ? end.minusYears(1) : from;
            Optional<Integer> lastN = Optional.ofNullable(last).or(usual::lastN);
            return agent.groups().newest(start, end, sets, new GroupComparison(lastN, usual.farBelow()));
        }
        return agent.groups().window(from, end, sets, usual);
    }

    private static Table table(List<GroupResult> results) {
        Table table = new Table(
                "CATEGORY",
                "POPULATION",
                "SCANNER",
                "QUANTITY",
                "N",
                "MEDIAN",
                "95 %",
                "DRL",
                "RATIO",
                "VERDICT",
                "SET");
        for (GroupResult result : results) {
            table.add(
                    result.row().category(),
                    result.row().population(),
                    Device.labelOf(result.deviceKey()),
                    result.quantity() + (result.row().scope() == DrlSet.Scope.PHASE ? "/phase" : ""),
                    "" + result.n(),
                    plain(result.value()),
                    plain(result.low()) + ".." + plain(result.high()),
                    result.row().value().toPlainString(),
                    plain(result.ratio()),
                    result.verdict().label(),
                    result.set().id());
        }
        return table;
    }

    private static String plain(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse("-");
    }

    private static ObjectNode json(GroupResult result) {
        DrlSet.Row row = result.row();
        ObjectNode node = Json.object()
                .put("category", row.category())
                .put("population", row.population())
                .put("device", Device.labelOf(result.deviceKey()))
                .put("deviceKey", result.deviceKey())
                .put("quantity", row.quantity().name())
                .put("scope", row.scope().name())
                .put("phantomCm", row.phantomCm())
                .put("statistic", result.set().method().statistic().name().toLowerCase(java.util.Locale.ROOT))
                .put("n", result.n())
                .put("minN", result.set().method().minN())
                .put("weightUnknown", result.weightUnknown())
                .put("weightOutside", result.weightOutside());
        Json.text(node, "from", result.firstDay().map(LocalDate::toString));
        Json.text(node, "to", result.lastDay().map(LocalDate::toString));
        Json.number(node, "value", result.value());
        Json.number(node, "low", result.low());
        Json.number(node, "high", result.high());
        Json.number(node, "previous", result.previous());
        node.put("drl", row.value());
        Json.number(node, "ratio", result.ratio());
        node.put("verdict", result.verdict().label());
        node.put("drlSet", result.set().id());
        node.put("drlSetHash", result.set().sha256());
        Json.text(node, "reason", result.reservation());
        return node;
    }
}
