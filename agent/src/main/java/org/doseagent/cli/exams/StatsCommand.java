package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.doseagent.cli.Choice;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.review.DoseStatistics;
import org.doseagent.review.DoseStatistics.Line;
import org.doseagent.store.exams.Decimals;
import org.doseagent.store.exams.MonthRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "stats",
        description = {
            "Prints percentiles of DLP (mGy·cm) and CTDIvol (mGy).",
            "For each group it prints the number of values and the 25th, 50th and 75th percentile (Hyndman-Fan 7). Adults and children are never"
                    + " mixed, nor are values for the 16 cm and the 32 cm phantom. Scans of phantoms are left out. With --by protocol, the values"
                    + " are those of diagnostic events. A period consists of whole months. Default period: all exams."
        },
        footer = {"", "Example: dose-agent stats --by category,month --csv"})
public final class StatsCommand extends Listing implements Callable<Integer> {

    private static final List<DoseStatistics.Key> KEYS = List.of(DoseStatistics.Key.values());

    private static final List<Integer> PERCENTS = List.of(25, 50, 75);

    private static final Rows<Decimals> DLP = percentiles("DLP", "N");

    private static final Rows<Decimals> CTDI_VOL = percentiles("CTDI", "CTDI N");

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "KEY",
            description = "One or more of category, device, month and protocol. Default: category.")
    List<String> by = List.of("category");

    @Option(
            names = "--category",
            paramLabel = "C",
            defaultValue = "",
            description = "Only this category, such as CT-HEAD.")
    String category = "";

    @Mixin
    Period period = new Period();

    @Override
    public Integer call() throws Exception {
        List<DoseStatistics.Key> keys = by.stream().map(StatsCommand::key).toList();
        if (Set.copyOf(keys).size() < keys.size()) {
            throw new IllegalArgumentException("--by " + String.join(",", by) + ": names a key twice; name each once");
        }
        try (Agent agent = allSites ? Agent.openForAllSites(settings()) : agentOfStore()) {
            if (!category.isEmpty()) {
                KnownCategories.require(agent, category);
            }
            List<Line> lines =
                    agent.reviews().statistics().lines(keys, category, months(period.days(agent), agent.today()));
            print(rows(), lines.stream().limit(limit())::forEach);
        }
        return 0;
    }

    /** The store groups values by calendar month, so a period of statistics has whole months. The month of today counts as whole. */
    private MonthRange months(Period.Days days, LocalDate today) {
        LocalDate first = days.first();
        LocalDate last = days.last();
        boolean endsInside =
                last != null && !last.equals(today) && last.plusDays(1).getDayOfMonth() != 1;
        if ((first != null && first.getDayOfMonth() != 1) || endsInside) {
            throw new IllegalArgumentException(
                    "stats counts whole months; name the period by months, such as --since 2026-10");
        }
        return new MonthRange(first == null ? null : YearMonth.from(first), last == null ? null : YearMonth.from(last));
    }

    private static DoseStatistics.Key key(String name) {
        return Choice.of(new Choice.Given("--by", name), KEYS, DoseStatistics.Key::label);
    }

    @Override
    public boolean takesAllSites() {
        return true;
    }

    @Override
    protected Rows<Line> rows() {
        Rows.Builder<Line> rows = Rows.describe();
        for (int i = 0; i < by.size(); i++) {
            int position = i;
            String name = by.get(i);
            rows.field(
                    name,
                    line -> line.keys().get(position),
                    shown(name.toUpperCase(Locale.ROOT)).free());
        }
        return rows.field("population", Line::population, shown("AGE"))
                .field("phantomCm", Line::phantomCm, shown("CM").right())
                .object("dlpMGyCm", Line::dlpMGyCm, DLP)
                .object("ctdiVolMGy", Line::ctdiVolMGy, CTDI_VOL)
                .build();
    }

    private static Rows<Decimals> percentiles(String heading, String ofNumber) {
        Rows.Builder<Decimals> rows = Rows.<Decimals>describe()
                .field("n", Decimals::size, shown(ofNumber).right());
        for (int percent : PERCENTS) {
            rows.field(
                    "p" + percent,
                    values -> values.percentile(percent),
                    shown(heading + percent).right());
        }
        return rows.build();
    }
}
