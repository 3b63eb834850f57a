package org.doseagent.cli.repository;

import static org.doseagent.cli.output.Shown.shown;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.benchmark.FacilityMedian;
import org.doseagent.aggregate.benchmark.Figure;
import org.doseagent.cli.NotFoundException;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.cli.output.WholeFile;
import org.doseagent.daemon.RepositoryHost;
import org.doseagent.store.repository.PublishedFigure;
import org.doseagent.store.repository.RepositoryStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "results",
        description = {
            "Lists the published percentiles over facilities, newest year first.",
            "COUNTRY is empty for all countries. With --html FILE it writes the published page instead."
        },
        footer = {"", "Example: dose-agent repository results --csv"})
final class ResultsCommand extends Listing implements Callable<Integer> {

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the published page into this file.")
    @Nullable
    Path html;

    @Option(names = "--lang", paramLabel = "LANGUAGE", description = "Language of the page: en, de or fr. Default: en.")
    String language = "en";

    private record Row(int year, String country, Figure figure) {
        Benchmark.Key key() {
            return figure.key();
        }
    }

    private static final Rows<Row> ROWS = Rows.<Row>describe()
            .field("year", Row::year, shown("YEAR"))
            .field("country", Row::country, shown("COUNTRY"))
            .field("category", row -> row.key().category(), shown("CATEGORY"))
            .field("population", row -> row.key().population().label(), shown("POPULATION"))
            .field("equipmentAge", row -> row.key().equipmentAge().label(), shown("EQUIPMENT"))
            .field("quantity", row -> row.key().quantity().name(), shown("QUANTITY"))
            .field("phantomCm", row -> row.key().phantomCm(), shown("PHANTOM").right())
            .field(
                    "facilities",
                    row -> row.figure().facilities(),
                    shown("FACILITIES").right())
            .field("p25", row -> row.figure().p25(), shown("P25").right())
            .field("p50", row -> row.figure().p50().value(), shown("P50").right())
            .field("p50Low", row -> row.figure().p50().interval().map(Figure.Range::low))
            .field("p50High", row -> row.figure().p50().interval().map(Figure.Range::high))
            .field("p75", row -> row.figure().p75().value(), shown("P75").right())
            .field(
                    "p75Low",
                    row -> row.figure().p75().interval().map(Figure.Range::low),
                    shown("LOW").right())
            .field(
                    "p75High",
                    row -> row.figure().p75().interval().map(Figure.Range::high),
                    shown("HIGH").right())
            .build();

    @Override
    public boolean readsSite() {
        return false;
    }

    @Override
    protected Rows<?> rows() {
        return ROWS;
    }

    @Override
    public Integer call() throws Exception {
        try (RepositoryHost host = RepositoryCommand.host(this)) {
            if (html != null) {
                byte[] page = host.store()
                        .document(host.store().edition(), "page-" + language)
                        .orElseThrow(() -> new NotFoundException("no page is published in the language " + language));
                try (WholeFile file = new WholeFile(html)) {
                    file.out().write(page);
                    file.commit();
                }
                return 0;
            }
            List<Row> rows = published(host.store());
            print(ROWS, rows.stream().limit(limit())::forEach);
        }
        return 0;
    }

    private static List<Row> published(RepositoryStore store) {
        List<Row> rows = new ArrayList<>();
        for (int year : store.years()) {
            for (Map.Entry<String, Map<Benchmark.Key, PublishedFigure>> country :
                    store.published(year).entrySet()) {
                country.getValue().values().stream()
                        .map(PublishedFigure::figure)
                        .sorted((one, other) -> FacilityMedian.ORDER.compare(one.key(), other.key()))
                        .forEach(figure -> rows.add(new Row(year, country.getKey(), figure)));
            }
        }
        return rows;
    }
}
