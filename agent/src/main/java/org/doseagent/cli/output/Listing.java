package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.doseagent.aggregate.render.Csv;
import org.doseagent.cli.Common;
import org.doseagent.cli.NotFoundException;
import org.doseagent.config.ConfigException;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Agent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** A command that prints rows: a table for people, JSON or CSV for programs. */
public abstract class Listing extends Common {

    private static final int FOR_PEOPLE = 100;

    private static final String INDENT = "  ";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Prints at most N rows. Default: 100 in a table, all with --json or --csv.")
    @Nullable
    public Integer limit;

    @Option(names = "--json", description = "Prints JSON.")
    public boolean json;

    @Option(names = "--csv", description = "Prints CSV, with the fields of the JSON.")
    public boolean csv;

    @Option(
            names = "--site",
            paramLabel = "ID",
            description = "Reads another site of a shared database. Default: site.id.")
    @Nullable
    public String site;

    @Option(
            names = "--all-sites",
            description =
                    "Reads all sites of a shared database: a list names the site of each row, a statistic is about all of them.")
    public boolean allSites;

    /** Returns whether the command can read all sites at once. */
    public boolean takesAllSites() {
        return false;
    }

    /** Offers {@code --site} and {@code --all-sites} only where they choose something; a refused {@code --all-sites} has a message of its own. */
    @Override
    public void fitOptions(CommandSpec command) {
        super.fitOptions(command);
        if (!readsSite()) {
            command.remove(command.findOption("--site"));
        }
        if (!takesAllSites()) {
            OptionSpec all = command.findOption("--all-sites");
            command.remove(all);
            if (readsSite()) {
                command.addOption(OptionSpec.builder(all).hidden(true).build());
            }
        }
    }

    @Override
    public Settings settings() throws ConfigException {
        if (allSites && (!takesAllSites() || site != null)) {
            throw new IllegalArgumentException(
                    takesAllSites()
                            ? "--site and --all-sites exclude each other; name one of them"
                            : "--all-sites: this command reads one site; name it with --site");
        }
        if (site != null) {
            overrides.put("site.id", site);
        }
        return super.settings();
    }

    /** Returns whether the command reads what a site has stored, so that another site can be named. */
    public boolean readsSite() {
        return true;
    }

    @Override
    protected void requireSite(Agent agent) throws NotFoundException {
        List<String> sites = agent.sites();
        if (site != null && !sites.isEmpty() && !sites.contains(site)) {
            throw new NotFoundException("no site " + site + " in this store; it has " + String.join(", ", sites));
        }
        super.requireSite(agent);
    }

    /** Gives the rows of one site to a consumer. */
    public interface SiteSource<T> {
        void give(Agent agent, Consumer<T> consumer);
    }

    /** Prints the rows of the site, or with {@code --all-sites} those of each site, one site after the other. */
    public <T> void printOfSites(Rows<T> rows, SiteSource<T> source) throws ConfigException, NotFoundException {
        try (Agent agent = agentOfStore()) {
            if (!allSites) {
                print(rows, consumer -> source.give(agent, consumer));
                return;
            }
            List<String> sites = agent.sites();
            print(rows.withSite(), consumer -> {
                int[] left = {limit()};
                for (String each : sites) {
                    try (Agent ofSite = agent.ofSite(each)) {
                        source.give(ofSite, row -> {
                            if (left[0]-- > 0) {
                                consumer.accept(new Rows.OfSite<>(each, row));
                            }
                        });
                    }
                }
            });
        }
    }

    /** Describes the rows that the command prints. */
    protected abstract Rows<?> rows();

    /** Returns the maximum number of rows. */
    public int limit() {
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("--limit " + limit + ": must be 1 or more");
        }
        return limit != null ? limit : isForPeople() ? FOR_PEOPLE : Integer.MAX_VALUE;
    }

    /** Returns whether the output is a table. */
    public boolean isForPeople() {
        if (json && csv) {
            throw new IllegalArgumentException("--json and --csv exclude each other; name one of them");
        }
        return !json && !csv;
    }

    /** Prints all rows of the source, one after the other. Only a table keeps them in memory. */
    public <T> void print(Rows<T> rows, Consumer<Consumer<T>> source) {
        if (isForPeople()) {
            Table table = rows.table();
            source.accept(each -> table.add(rows.table(rows.json(each))));
            table.print(out());
        } else if (json) {
            Json.printArray(data(), print -> source.accept(each -> print.accept(rows.json(each))));
        } else {
            try (Csv lines = new Csv(data())) {
                lines.row(rows.csvHeadings());
                source.accept(each -> lines.row(rows.csv(rows.json(each))));
            }
        }
    }

    /** Prints rows for people in sections; all sections have the same widths of columns. */
    public <T> void print(Rows<T> rows, List<Section<T>> sections) {
        Table table = rows.table();
        sections.forEach(section -> section.rows().forEach(row -> table.add(rows.table(rows.json(row)))));
        List<String> lines = table.lines(Table.width() - INDENT.length());
        int next = 1;
        for (Section<T> section : sections) {
            out().println(section.heading());
            section.notes().forEach(note -> out().println(INDENT + "note: " + note));
            out().println(INDENT + lines.get(0));
            int end = next + section.rows().size();
            lines.subList(next, end).forEach(line -> out().println(INDENT + line));
            out().println();
            next = end;
        }
    }

    /** Prints rows that are one field of a JSON document, which is printed with {@code --json}; table and CSV contain only the rows. */
    public <T> void printWithin(ObjectNode document, String field, Rows<T> rows, List<T> all) {
        if (!isForPeople() && json) {
            document.set(field, Json.array(all, rows::json));
            data().println(Json.text(document));
        } else {
            print(rows, all::forEach);
        }
    }
}
