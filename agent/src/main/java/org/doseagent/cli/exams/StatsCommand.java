package org.doseagent.cli.exams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.doseagent.cli.output.Columns;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.daemon.Agent;
import org.doseagent.review.DoseStatistics;
import org.doseagent.review.DoseStatistics.Line;
import org.doseagent.store.exams.Decimals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "stats",
        description = {
            "Prints the number, 25th, 50th and 75th percentile (Hyndman-Fan 7) of DLP and CTDIvol. Adults and children, and the two phantoms",
            "(16 and 32 cm), are never mixed. Scans of phantoms for quality control are left out. By protocol, the values are those of",
            "diagnostic events."
        },
        footer = {"", "Example: dose-agent stats --by category,month --csv"})
public final class StatsCommand extends Listing implements Callable<Integer> {

    private static final List<DoseStatistics.Key> KEYS = List.of(DoseStatistics.Key.values());

    private static final List<Integer> PERCENTS = List.of(25, 50, 75);

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "KEY",
            description = "category, device, month, protocol; default: category")
    List<String> by = List.of("category");

    @Option(names = "--category", paramLabel = "C", defaultValue = "", description = "only this one")
    String category = "";

    @Option(names = "--from", paramLabel = "MONTH", description = "such as 2026-01")
    @Nullable
    YearMonth from;

    @Option(names = "--to", paramLabel = "MONTH")
    @Nullable
    YearMonth to;

    @Override
    public Integer call() throws Exception {
        List<DoseStatistics.Key> keys = by.stream().map(StatsCommand::key).toList();
        try (Agent agent = agent()) {
            List<Line> lines = agent.reviews().statistics().lines(keys, category, new DoseStatistics.Months(from, to));
            print(columns(), lines.stream().limit(limit())::forEach);
        }
        return 0;
    }

    private static DoseStatistics.Key key(String name) {
        return KEYS.stream()
                .filter(key -> key.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--by: " + name + " is not one of "
                        + String.join(
                                ", ",
                                KEYS.stream().map(DoseStatistics.Key::label).toList())));
    }

    private Columns<Line> columns() {
        List<String> fields = new ArrayList<>(by);
        fields.addAll(List.of("population", "phantomCm"));
        for (String quantity : List.of("dlpMGyCm", "ctdiVolMGy")) {
            List.of("n", "p25", "p50", "p75").forEach(name -> fields.add(quantity + "." + name));
        }
        List<String> headers = new ArrayList<>(
                by.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        headers.addAll(List.of("AGE", "CM", "N", "DLP25", "DLP50", "DLP75", "CTDI N", "CTDI25", "CTDI50", "CTDI75"));
        return new Columns<>(this::json, fields, headers, StatsCommand::cells);
    }

    private static List<String> cells(Line line) {
        List<String> cells = new ArrayList<>(line.keys());
        cells.add(line.population());
        cells.add(line.phantomCm().map(cm -> "" + cm).orElse("-"));
        for (Decimals values : List.of(line.dlpMGyCm(), line.ctdiVolMGy())) {
            cells.add("" + values.size());
            for (int percent : PERCENTS) {
                cells.add(values.percentile(percent)
                        .map(BigDecimal::toPlainString)
                        .orElse("-"));
            }
        }
        return cells;
    }

    private ObjectNode json(Line line) {
        ObjectNode node = Json.object();
        for (int i = 0; i < by.size(); i++) {
            node.put(by.get(i), line.keys().get(i));
        }
        node.put("population", line.population());
        node.put("phantomCm", line.phantomCm().orElse(null));
        node.set("dlpMGyCm", json(line.dlpMGyCm()));
        node.set("ctdiVolMGy", json(line.ctdiVolMGy()));
        return node;
    }

    private static ObjectNode json(Decimals values) {
        ObjectNode node = Json.object().put("n", values.size());
        for (int percent : PERCENTS) {
            Json.number(node, "p" + percent, values.percentile(percent));
        }
        return node;
    }
}
