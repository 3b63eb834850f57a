package org.doseagent.cli.exams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.doseagent.cli.output.Columns;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.daemon.Agent;
import org.doseagent.store.exams.Decimals;
import org.doseagent.store.exams.ValueGroup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "stats",
        description = {
            "Number, 25th, 50th and 75th percentile (Hyndman-Fan 7) of DLP and CTDIvol. Adults and children, and the two phantoms, are never",
            "mixed; phantoms and quality control are left out. By protocol, the values are those of diagnostic events."
        },
        footer = {"", "Example: dose-agent stats --by category,month --csv"})
public final class StatsCommand extends Listing implements Callable<Integer> {

    private static final List<String> KEYS = List.of("category", "device", "month", "protocol");

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

    /** The values of one line. */
    record Values(List<String> key, Decimals dlp, Decimals ctdiVol) {}

    @Override
    public Integer call() throws Exception {
        for (String key : by) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("--by: " + key + " is not one of " + String.join(", ", KEYS));
            }
        }
        if (by.contains("protocol") && (by.contains("category") || !category.isEmpty())) {
            throw new IllegalArgumentException(
                    "--by: an event has a protocol, a part of an exam has a category; choose one");
        }
        try (Agent agent = agent()) {
            print(columns(), lines(by, groups(agent)).stream().limit(limit())::forEach);
        }
        return 0;
    }

    private List<ValueGroup> groups(Agent agent) {
        String first = from == null ? "" : from.toString();
        String last = to == null ? "" : to.toString();
        return by.contains("protocol")
                ? agent.parts().eventValues(first, last)
                : agent.parts().values(category, first, last);
    }

    static List<Values> lines(List<String> by, List<ValueGroup> groups) {
        Map<String, Values> lines = new TreeMap<>();
        for (ValueGroup group : groups) {
            List<String> key = key(by, group);
            Values values = lines.computeIfAbsent(
                    String.join("\u0000", key), absent -> new Values(key, new Decimals(), new Decimals()));
            values.dlp().addAll(group.dlpMGyCm());
            values.ctdiVol().addAll(group.ctdiVolMGy());
        }
        return List.copyOf(lines.values());
    }

    private static List<String> key(List<String> by, ValueGroup group) {
        List<String> key = new ArrayList<>();
        for (String name : by) {
            switch (name) {
                case "device" -> key.add(group.deviceKey().label());
                case "month" -> key.add(group.month().orElse("unknown"));
                case "category" -> key.add(group.name().orElse("unmapped"));
                default -> key.add(group.name().orElse("unnamed"));
            }
        }
        key.add(group.isAdult()
                .map(adult -> adult ? "adult" : "child")
                .orElse(by.contains("protocol") ? "all" : "unknown"));
        key.add(group.phantomCm().map(cm -> "" + cm).orElse("-"));
        return key;
    }

    private Columns<Values> columns() {
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

    private static List<String> cells(Values line) {
        List<String> cells = new ArrayList<>(line.key());
        for (Decimals values : List.of(line.dlp(), line.ctdiVol())) {
            cells.add("" + values.size());
            for (int percent : PERCENTS) {
                cells.add(values.percentile(percent)
                        .map(BigDecimal::toPlainString)
                        .orElse("-"));
            }
        }
        return cells;
    }

    private ObjectNode json(Values line) {
        ObjectNode node = Json.object();
        for (int i = 0; i < by.size(); i++) {
            node.put(by.get(i), line.key().get(i));
        }
        node.put("population", line.key().get(by.size()));
        String phantom = line.key().get(by.size() + 1);
        node.put("phantomCm", phantom.equals("-") ? null : Integer.valueOf(phantom));
        node.set("dlpMGyCm", json(line.dlp()));
        node.set("ctdiVolMGy", json(line.ctdiVol()));
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
