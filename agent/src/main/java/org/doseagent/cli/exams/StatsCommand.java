package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
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

    private static final Rows<Decimals> DLP = percentiles("DLP", "N");

    private static final Rows<Decimals> CTDI_VOL = percentiles("CTDI", "CTDI N");

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
            print(rows(), lines(by, groups(agent)).stream().limit(limit())::forEach);
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

    @Override
    protected Rows<Values> rows() {
        Rows.Builder<Values> rows = Rows.describe();
        for (int i = 0; i < by.size(); i++) {
            int position = i;
            String name = by.get(i);
            rows.field(name, line -> line.key().get(position), shown(name.toUpperCase(Locale.ROOT)));
        }
        return rows.field("population", line -> line.key().get(by.size()), shown("AGE"))
                .field("phantomCm", this::phantom, shown("CM").right())
                .object("dlpMGyCm", Values::dlp, DLP)
                .object("ctdiVolMGy", Values::ctdiVol, CTDI_VOL)
                .build();
    }

    private Optional<Integer> phantom(Values line) {
        String phantom = line.key().get(by.size() + 1);
        return phantom.equals("-") ? Optional.empty() : Optional.of(Integer.valueOf(phantom));
    }

    private static Rows<Decimals> percentiles(String heading, String ofNumber) {
        Rows.Builder<Decimals> rows =
                Rows.<Decimals>describe().field("n", Decimals::size, shown(ofNumber).right());
        for (int percent : PERCENTS) {
            rows.field(
                    "p" + percent,
                    values -> values.percentile(percent),
                    shown(heading + percent).right());
        }
        return rows.build();
    }
}
