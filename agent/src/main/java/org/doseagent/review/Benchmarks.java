package org.doseagent.review;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.benchmark.BenchmarkException;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.dose.identity.ContentHash;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupVerdict;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.ledger.BenchmarkFiles;

/**
 * The imported percentiles of other hospitals, as sets for comparison: the P75 is the level, the P50 the target. They are not active sets, so no
 * exam is assessed with them and they open no alert.
 */
public final class Benchmarks {

    /** The name of the set over equipment of every age; those of its classes are {@code european-age-...}. */
    public static final String SET = "european";

    private static final String OF_CLASS = SET + "-age-";

    private static final Comparator<Benchmark> BY_AGE =
            Comparator.comparing(Benchmark::end).thenComparing(Benchmark::createdAt);

    /** The minimum size of a group, as for the levels of an authority. */
    private static final int MIN_N = 20;

    private final List<String> trustedKeys;
    private final Inventory inventory;
    private final Stores stores;
    private final Categories categories;

    /** Where documents are kept, and where their import is recorded. */
    public record Stores(BenchmarkFiles files, DoseStore doses) {}

    /**
     * The result of an import.
     *
     * @param unknownCategories categories of the document that this site does not have; their percentiles are not used
     */
    public record Imported(Benchmark benchmark, boolean isNew, List<String> unknownCategories) {
        public Imported {
            unknownCategories = List.copyOf(unknownCategories);
        }
    }

    /** An imported document; {@code isTrusted}: its key is in the configuration; {@code isCurrent}: comparisons use it. */
    public record Entry(Benchmark benchmark, boolean isTrusted, boolean isCurrent) {}

    public Benchmarks(List<String> trustedKeys, Inventory inventory, Stores stores, Categories categories) {
        this.trustedKeys = List.copyOf(trustedKeys);
        this.inventory = inventory;
        this.stores = stores;
        this.categories = categories;
    }

    /**
     * Imports a document. A document that was imported before changes nothing.
     *
     * @param by who imports it, for the audit
     * @throws BenchmarkException if it cannot be read, the signature does not fit, or the site does not trust its key
     */
    public Imported take(byte[] json, String by) throws BenchmarkException {
        Benchmark benchmark = Benchmark.read(json);
        if (!isTrusted(benchmark)) {
            throw new BenchmarkException("the key of the signature is not in benchmark.publicKeys: "
                    + benchmark.publicKey() + "; the document names \"" + benchmark.issuer()
                    + "\" as issuer. Ask the issuer to confirm the key on another channel, then add it");
        }
        TreeSet<String> unknown = new TreeSet<>();
        benchmark.rows().stream()
                .map(row -> row.key().category())
                .filter(category -> categories.find(category).isEmpty())
                .forEach(unknown::add);
        boolean isNew = !stores.files().has(benchmark.sha256());
        if (isNew) {
            // The audit first: a document that the audit does not contain must never be used.
            stores.doses().noteBenchmark(benchmark.issuer(), new ContentHash(benchmark.sha256()), by);
            stores.files().keep(benchmark.sha256(), Canonical.bytes(Canonical.parse(json)));
        }
        return new Imported(benchmark, isNew, List.copyOf(unknown));
    }

    /**
     * Imports a document that was fetched from a repository. A document that is older than the one in use is refused: whoever controls the
     * address must not be able to bring back figures that the repository has replaced.
     *
     * @throws BenchmarkException as {@link #take}, and if the document is older
     */
    public Imported takeFetched(byte[] json, String by) throws BenchmarkException {
        Benchmark fetched = Benchmark.read(json);
        Optional<Benchmark> used = entries().stream()
                .filter(Entry::isCurrent)
                .map(Entry::benchmark)
                .findFirst();
        boolean isOlder = used.filter(current -> !current.sha256().equals(fetched.sha256()))
                .filter(current -> BY_AGE.compare(fetched, current) <= 0)
                .isPresent();
        if (isTrusted(fetched) && isOlder) {
            throw new BenchmarkException("the repository offers percentiles of " + fetched.createdAt()
                    + " for the period to " + fetched.end() + ", and those in use are of "
                    + used.get().createdAt() + " for the period to "
                    + used.get().end()
                    + "; older percentiles are refused. benchmark import takes them from a file");
        }
        return take(json, by);
    }

    private boolean isTrusted(Benchmark benchmark) {
        return trustedKeys.contains(benchmark.publicKey());
    }

    /** Returns the imported documents, the newest period first, without files that were changed after the import. */
    public List<Entry> entries() {
        List<Benchmark> readable = new ArrayList<>();
        for (byte[] json : stores.files().all()) {
            read(json).ifPresent(readable::add);
        }
        readable.sort(BY_AGE.thenComparing(Benchmark::sha256).reversed());
        Optional<Benchmark> current = readable.stream().filter(this::isTrusted).findFirst();
        return readable.stream()
                .map(each -> new Entry(each, isTrusted(each), current.equals(Optional.of(each))))
                .toList();
    }

    /** Returns how many files were changed after the import and are therefore not used. */
    public int unreadable() {
        return (int) stores.files().all().stream()
                .filter(json -> read(json).isEmpty())
                .count();
    }

    private static Optional<Benchmark> read(byte[] json) {
        try {
            return Optional.of(Benchmark.read(json));
        } catch (BenchmarkException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the document that comparisons use: the trusted document with the newest period.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Benchmark current() {
        return entries().stream()
                .filter(Entry::isCurrent)
                .map(Entry::benchmark)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--set " + SET
                        + ": there are no percentiles of a trusted issuer; see benchmark list and benchmark import"));
    }

    /**
     * Returns the percentiles over equipment of every age as a set.
     *
     * @throws IllegalArgumentException if there are none
     */
    public DrlSet set() {
        return set(current(), EquipmentAge.ANY);
    }

    /** Returns the percentiles of each age class of equipment as sets. */
    List<DrlSet> setsOfClasses() {
        Benchmark current = current();
        return List.of(EquipmentAge.UP_TO_5, EquipmentAge.UP_TO_10, EquipmentAge.OVER_10).stream()
                .map(age -> set(current, age))
                .toList();
    }

    private DrlSet set(Benchmark benchmark, EquipmentAge age) {
        return new DrlSet(
                new DrlSet.Publication(
                        age == EquipmentAge.ANY ? SET : OF_CLASS + age.label(),
                        "Percentiles of the facilities of a repository",
                        "EU",
                        benchmark.start() + " to " + benchmark.end(),
                        benchmark.issuer()),
                new DrlSet.Trust(DrlSet.REPOSITORY, false, false),
                DrlSet.Validity.ALWAYS,
                benchmark.sha256(),
                true,
                new DrlSet.Method(DrlSet.Statistic.MEDIAN, MIN_N, Optional.empty()),
                benchmark.rows().stream()
                        .filter(row -> row.key().equipmentAge() == age)
                        .filter(row -> categories.find(row.key().category()).isPresent())
                        .map(Benchmarks::level)
                        .toList());
    }

    private static DrlSet.Row level(Benchmark.Row row) {
        PopulationBand band = row.key().population();
        boolean isAllChildren = band == PopulationBand.CHILD;
        return new DrlSet.Row(
                row.key().category(),
                row.key().quantity(),
                DrlSet.Scope.EXAM,
                row.key().phantomCm(),
                new DrlSet.Row.Level(row.p75(), Optional.of(row.p50()), Optional.of(75)),
                new DrlSet.Row.Stated(true, true),
                new DrlSet.Row.Population(
                        band.label(),
                        isAllChildren ? PopulationBand.CHILD_0_3M.minDays() : band.minDays(),
                        isAllChildren ? PopulationBand.CHILD_6_18Y.maxDays() : band.maxDays(),
                        DrlSet.Range.ALL));
    }

    /** Returns the age class of equipment of a set. */
    public static EquipmentAge classOf(DrlSet set) {
        return Arrays.stream(EquipmentAge.values())
                .filter(age -> set.id().equals(OF_CLASS + age.label()))
                .findFirst()
                .orElse(EquipmentAge.ANY);
    }

    /** Returns whether the scanner of a group is in the age class of the percentiles, on the day of its last exam. */
    public boolean concerns(GroupResult result) {
        EquipmentAge age = result.set().isOfRepository() ? classOf(result.set()) : EquipmentAge.ANY;
        return age == EquipmentAge.ANY
                || result.lastDay()
                        .filter(day -> ageOf(result.deviceKey(), day) == age)
                        .isPresent();
    }

    /** Returns the age class of a scanner on a day, from {@code devices} of the configuration. */
    public EquipmentAge ageOf(DeviceKey scanner, LocalDate day) {
        return inventory.ageOf(scanner.serialNumber(), day.getYear());
    }

    /** Returns the percentiles with which a group was compared. */
    public static Optional<Benchmark.Row> percentiles(Benchmark benchmark, GroupResult result) {
        DrlSet.Row level = result.row();
        return benchmark.rows().stream()
                .filter(row -> row.key().category().equals(level.category())
                        && row.key().population().label().equals(level.population())
                        && row.key().equipmentAge() == classOf(result.set())
                        && row.key().quantity() == level.quantity()
                        && row.key().phantomCm() == level.phantomCm())
                .findFirst();
    }

    /** Returns the two percentiles that the median of a group is between; empty when too few exams count. */
    public static Optional<String> place(GroupResult result, Benchmark.Row row) {
        if (result.verdict() == GroupVerdict.INSUFFICIENT) {
            return Optional.empty();
        }
        return result.value()
                .map(value -> value.compareTo(row.p75()) > 0
                        ? "above P75"
                        : value.compareTo(row.p50()) > 0
                                ? "P50 to P75"
                                : value.compareTo(row.p25()) >= 0 ? "P25 to P50" : "below P25");
    }
}
