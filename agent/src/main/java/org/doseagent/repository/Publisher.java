package org.doseagent.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.benchmark.BenchmarkDocument;
import org.doseagent.aggregate.benchmark.FacilityMedian;
import org.doseagent.aggregate.benchmark.Figure;
import org.doseagent.aggregate.benchmark.Results;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.store.repository.CountedMedian;
import org.doseagent.store.repository.DueYear;
import org.doseagent.store.repository.PublishedFigure;
import org.doseagent.store.repository.RepositoryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the medians of facilities and the figures over them, and publishes both as an edition. Only facility-years with new releases are
 * computed again. Used by one thread at a time.
 */
public final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** Facility-years in one transaction. */
    private static final int BATCH = 200;

    /** The name of the document of all results. */
    public static final String RESULTS = "results";

    /** All countries. */
    private static final String EVERYWHERE = "";

    private final RepositoryStore store;
    private final RepositorySettings settings;
    private final Means means;

    /** Renders results as pages, by the name of the document. */
    public interface Pages {
        Map<String, byte[]> render(Results results);
    }

    /** What an edition is signed and dated with, and its pages. */
    public record Means(Signer signer, Clock clock, Pages pages) {}

    /** What came of publishing. */
    public enum Outcome {
        PUBLISHED,
        /** No figure may be published. */
        NOTHING,
        /** Every figure is as it was. */
        UNCHANGED,
        /** There was an edition today: a hospital identifies an edition by its day. */
        PUBLISHED_TODAY
    }

    public Publisher(RepositoryStore store, RepositorySettings settings, Means means) {
        this.store = store;
        this.settings = settings;
        this.means = means;
    }

    /** Returns the name of the document of a year's percentiles. */
    public static String benchmark(int year) {
        return "benchmark-" + year;
    }

    /** Computes the medians of all facility-years with new releases; returns how many they were. */
    public int recompute() {
        int computed = 0;
        long run = store.edition() + 1;
        for (List<DueYear> due = store.due(BATCH); !due.isEmpty(); due = store.due(BATCH)) {
            Map<DueYear, Map<Benchmark.Key, FacilityMedian>> medians = new HashMap<>();
            for (DueYear each : due) {
                List<ObjectNode> releases =
                        store.current(each).stream().map(Canonical::parse).toList();
                medians.put(each, FacilityMedian.of(releases));
            }
            store.settle(medians, run);
            computed += due.size();
        }
        return computed;
    }

    /** Publishes an edition, if a figure has changed enough. */
    public Outcome publish() {
        recompute();
        Instant now = means.clock().instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Map<Integer, Map<String, List<PublishedFigure>>> figures = new TreeMap<>(Comparator.reverseOrder());
        boolean isChanged = false;
        for (int year : store.years()) {
            Map<String, Map<Benchmark.Key, PublishedFigure>> before = store.published(year);
            Map<String, Map<Benchmark.Key, PublishedFigure>> after =
                    store.isChangedAfter(store.edition(), year) ? figures(year, before) : before;
            isChanged |= !after.equals(before);
            Map<String, List<PublishedFigure>> sorted = new TreeMap<>();
            after.forEach((country, each) -> sorted.put(country, inOrder(each)));
            figures.put(year, sorted);
        }
        if (figures.values().stream().allMatch(Map::isEmpty)) {
            return Outcome.NOTHING;
        }
        if (!isChanged) {
            return Outcome.UNCHANGED;
        }
        Optional<LocalDate> last = store.publishedAt().map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC));
        if (last.filter(day -> !day.isBefore(today)).isPresent()) {
            return Outcome.PUBLISHED_TODAY;
        }
        long number = store.edition() + 1;
        store.publish(new RepositoryStore.Edition(number, now, documents(results(figures, today)), figures));
        LOG.info("event=edition-published number={} years={}", number, figures.keySet());
        return Outcome.PUBLISHED;
    }

    private static List<PublishedFigure> inOrder(Map<Benchmark.Key, PublishedFigure> figures) {
        return figures.values().stream()
                .sorted(Comparator.comparing(each -> each.figure().key(), FacilityMedian.ORDER))
                .toList();
    }

    /** Returns the figures of a year by country; a figure of which few facilities have changed stays as it was published. */
    private Map<String, Map<Benchmark.Key, PublishedFigure>> figures(
            int year, Map<String, Map<Benchmark.Key, PublishedFigure>> before) {
        Map<String, Map<Benchmark.Key, PublishedFigure>> figures = new TreeMap<>();
        store.keys(year).forEach((number, key) -> {
            List<CountedMedian> medians = store.medians(year, number);
            List<FacilityMedian> counted = new ArrayList<>();
            Map<String, List<FacilityMedian>> byCountry = new TreeMap<>();
            for (CountedMedian each : medians) {
                if (each.counts()) {
                    counted.add(each.median());
                    byCountry
                            .computeIfAbsent(each.country(), absent -> new ArrayList<>())
                            .add(each.median());
                }
            }
            Optional<Figure> all = settings.control().figure(key, counted);
            Map<String, Figure> found = new TreeMap<>();
            all.ifPresent(figure -> found.put(EVERYWHERE, figure));
            if (all.isPresent() && key.equipmentAge() == EquipmentAge.ANY) {
                found.putAll(settings.control().figuresOfCountries(key, byCountry));
            }
            found.forEach((country, figure) -> figures.computeIfAbsent(country, absent -> new HashMap<>())
                    .put(key, settled(figure, country, medians, before)));
        });
        return figures;
    }

    private PublishedFigure settled(
            Figure figure,
            String country,
            List<CountedMedian> medians,
            Map<String, Map<Benchmark.Key, PublishedFigure>> before) {
        Optional<PublishedFigure> old =
                Optional.ofNullable(before.getOrDefault(country, Map.of()).get(figure.key()));
        if (old.isPresent()) {
            long changed = medians.stream()
                    .filter(each -> country.equals(EVERYWHERE) || each.country().equals(country))
                    .filter(each -> each.run() > old.get().run())
                    .count();
            if (changed < settings.rules().minChanged()) {
                return old.get();
            }
        }
        return new PublishedFigure(figure, store.edition() + 1);
    }

    private Results results(Map<Integer, Map<String, List<PublishedFigure>>> figures, LocalDate today) {
        List<Results.Year> years = new ArrayList<>();
        figures.forEach((year, byCountry) -> {
            if (byCountry.containsKey(EVERYWHERE)) {
                Map<String, List<Figure>> countries = new TreeMap<>();
                byCountry.forEach((country, all) -> countries.put(
                        country, all.stream().map(PublishedFigure::figure).toList()));
                List<Figure> all = countries.remove(EVERYWHERE);
                LocalDate end = store.end(year).orElse(LocalDate.of(year, 12, 31));
                years.add(new Results.Year(year, end, all == null ? List.of() : all, countries));
            }
        });
        return new Results(settings.issuer(), today, settings.control().minFacilities(), years);
    }

    private Map<String, byte[]> documents(Results results) {
        Map<String, byte[]> documents = new TreeMap<>(means.pages().render(results));
        documents.put(RESULTS, BenchmarkDocument.results(results, means.signer()));
        results.years()
                .forEach(year ->
                        documents.put(benchmark(year.year()), BenchmarkDocument.signed(results, year, means.signer())));
        return documents;
    }
}
