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
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.dose.DeviceKey;
import org.doseagent.drl.Categories;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupResult;
import org.doseagent.drl.GroupVerdict;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.ledger.BenchmarkFiles;

/**
 * The imported percentiles of other hospitals, also as sets for {@code drl compare}, with the P75 as the level and the P50 as the target. These
 * sets are never active, so no exam is assessed with them and no alert is opened.
 */
public final class Benchmarks {

    /** The name of the set over equipment of every age; those of its classes are {@code european-age-...}. */
    public static final String SET = "european";

    private static final String OF_CLASS = SET + "-age-";

    /** Patients of a group, as for the levels of an authority. */
    private static final int MIN_N = 20;

    private final List<String> trustedKeys;
    private final Inventory inventory;
    private final Stores stores;
    private final Categories categories;

    /** The stored documents, and the store whose audit records imports. */
    public record Stores(BenchmarkFiles files, DoseStore doses) {}

    /**
     * The result of an import.
     *
     * @param unknownCategories categories of the document that this site does not have
     */
    public record Imported(Benchmark benchmark, boolean isNew, List<String> unknownCategories) {
        public Imported {
            unknownCategories = List.copyOf(unknownCategories);
        }
    }

    /** An imported document; {@code isTrusted}: its key is still in the configuration; {@code isCurrent}: it is the one that is used. */
    public record Entry(Benchmark benchmark, boolean isTrusted, boolean isCurrent) {}

    public Benchmarks(List<String> trustedKeys, Inventory inventory, Stores stores, Categories categories) {
        this.trustedKeys = List.copyOf(trustedKeys);
        this.inventory = inventory;
        this.stores = stores;
        this.categories = categories;
    }

    /**
     * Imports a document; importing it again changes nothing.
     *
     * @param by who imports it, for the audit
     * @throws BenchmarkException if it cannot be read, has an invalid signature, or is signed by a key that the site does not trust
     */
    public Imported take(byte[] json, String by) throws BenchmarkException {
        Benchmark benchmark = Benchmark.read(json);
        if (!isTrusted(benchmark)) {
            throw new BenchmarkException("the document is signed by a key that is not in benchmark.publicKeys: "
                    + benchmark.publicKey() + "; it names \"" + benchmark.issuer()
                    + "\" as its issuer; get the key from the issuer by another way, then add it");
        }
        TreeSet<String> unknown = new TreeSet<>();
        benchmark.rows().stream()
                .map(row -> row.key().category())
                .filter(category -> categories.find(category).isEmpty())
                .forEach(unknown::add);
        boolean isNew = !stores.files().has(benchmark.sha256());
        if (isNew) {
            // The audit first: no document is used that the audit does not have.
            stores.doses().noteBenchmark(benchmark.sha256(), benchmark.issuer(), by);
            stores.files().keep(benchmark.sha256(), Canonical.bytes(Canonical.parse(json)));
        }
        return new Imported(benchmark, isNew, List.copyOf(unknown));
    }

    private boolean isTrusted(Benchmark benchmark) {
        return trustedKeys.contains(benchmark.publicKey());
    }

    /** Returns the imported documents, newest period first; files that were changed since are left out. */
    public List<Entry> entries() {
        List<Benchmark> readable = new ArrayList<>();
        for (byte[] json : stores.files().all()) {
            read(json).ifPresent(readable::add);
        }
        readable.sort(Comparator.comparing(Benchmark::end)
                .thenComparing(Benchmark::createdAt)
                .thenComparing(Benchmark::sha256)
                .reversed());
        Optional<Benchmark> current = readable.stream().filter(this::isTrusted).findFirst();
        return readable.stream()
                .map(each -> new Entry(each, isTrusted(each), current.equals(Optional.of(each))))
                .toList();
    }

    /** Returns how many stored files were changed since and are not used. */
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
     * Returns the document that is used: the trusted one with the newest period.
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
    public List<DrlSet> setsOfClasses() {
        Benchmark current = current();
        return List.of(EquipmentAge.UP_TO_5, EquipmentAge.UP_TO_10, EquipmentAge.OVER_10).stream()
                .map(age -> set(current, age))
                .toList();
    }

    private DrlSet set(Benchmark benchmark, EquipmentAge age) {
        return new DrlSet(
                age == EquipmentAge.ANY ? SET : OF_CLASS + age.label(),
                "Percentiles of the facilities of a repository",
                "EU",
                benchmark.start() + " to " + benchmark.end(),
                benchmark.issuer(),
                DrlSet.REPOSITORY,
                false,
                false,
                true,
                Optional.empty(),
                Optional.empty(),
                benchmark.sha256(),
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
                row.p75(),
                Optional.of(row.p50()),
                Optional.of(75),
                row.key().phantomCm(),
                true,
                true,
                band.label(),
                isAllChildren ? PopulationBand.CHILD_0_3M.minDays() : band.minDays(),
                isAllChildren ? PopulationBand.CHILD_6_18Y.maxDays() : band.maxDays(),
                DrlSet.Range.ALL);
    }

    /** Returns the age class of equipment of a set. */
    public static EquipmentAge classOf(DrlSet set) {
        return Arrays.stream(EquipmentAge.values())
                .filter(age -> set.id().equals(OF_CLASS + age.label()))
                .findFirst()
                .orElse(EquipmentAge.ANY);
    }

    /** Returns whether the percentiles apply to the scanner of a group; its age class is that on the day of its last exam. */
    public boolean concerns(GroupResult result) {
        EquipmentAge age = result.set().isOfRepository() ? classOf(result.set()) : EquipmentAge.ANY;
        return age == EquipmentAge.ANY
                || result.lastDay()
                        .filter(day -> ageOf(result.deviceKey(), day) == age)
                        .isPresent();
    }

    /** Returns the age class of a scanner on a day, from {@code devices} of the configuration. */
    public EquipmentAge ageOf(DeviceKey device, LocalDate day) {
        return inventory.ageOf(device.serialNumber(), day.getYear());
    }

    /** Returns the percentiles for a group. */
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

    /** Returns between which percentiles the median of a group is; empty when too few exams count. */
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
