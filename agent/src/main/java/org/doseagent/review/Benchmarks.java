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
 * The percentiles of other hospitals that the site has imported, and as what they are compared with: sets with the P75 for the level and the
 * P50 for the target. They are in none of the active sets, so no exam is assessed with them and no alert opens.
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

    /** Where documents are kept, and who notes that they came. */
    public record Stores(BenchmarkFiles files, DoseStore doses) {}

    /**
     * What an import came to.
     *
     * @param unknownCategories of the document, which nothing here can be compared with
     */
    public record Imported(Benchmark benchmark, boolean isNew, List<String> unknownCategories) {
        public Imported {
            unknownCategories = List.copyOf(unknownCategories);
        }
    }

    /** An imported document; {@code isTrusted}: its key is still one of the configuration; {@code isCurrent}: it is compared with. */
    public record Entry(Benchmark benchmark, boolean isTrusted, boolean isCurrent) {}

    public Benchmarks(List<String> trustedKeys, Inventory inventory, Stores stores, Categories categories) {
        this.trustedKeys = List.copyOf(trustedKeys);
        this.inventory = inventory;
        this.stores = stores;
        this.categories = categories;
    }

    /**
     * Takes a document in; one that is there changes nothing.
     *
     * @param by who takes it, for the audit
     * @throws BenchmarkException if it cannot be read, the signature does not fit, or the site does not trust its key
     */
    public Imported take(byte[] json, String by) throws BenchmarkException {
        Benchmark benchmark = Benchmark.read(json);
        if (!isTrusted(benchmark)) {
            throw new BenchmarkException("the signature is of a key that is not in benchmark.publicKeys: "
                    + benchmark.publicKey() + ", of \"" + benchmark.issuer()
                    + "\" by its own words; ask the issuer for the key by another way, then add it");
        }
        TreeSet<String> unknown = new TreeSet<>();
        benchmark.rows().stream()
                .map(row -> row.key().category())
                .filter(category -> categories.find(category).isEmpty())
                .forEach(unknown::add);
        boolean isNew = !stores.files().has(benchmark.sha256());
        if (isNew) {
            // The note first: nothing is compared with that the audit does not know.
            stores.doses().noteBenchmark(benchmark.sha256(), benchmark.issuer(), by);
            stores.files().keep(benchmark.sha256(), Canonical.bytes(Canonical.parse(json)));
        }
        return new Imported(benchmark, isNew, List.copyOf(unknown));
    }

    private boolean isTrusted(Benchmark benchmark) {
        return trustedKeys.contains(benchmark.publicKey());
    }

    /** Returns what was imported, the newest period first; files that were changed since are left out. */
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

    /** Returns how many of the kept files were changed since, and are not compared with. */
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
     * Returns what is compared with: of the trusted documents that with the newest period.
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

    /** Returns the class of equipment that a set is about. */
    public static EquipmentAge classOf(DrlSet set) {
        return Arrays.stream(EquipmentAge.values())
                .filter(age -> set.id().equals(OF_CLASS + age.label()))
                .findFirst()
                .orElse(EquipmentAge.ANY);
    }

    /** Tells whether a group is of a scanner that the percentiles are about; the class is that of the day of its last exam. */
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

    /** Returns the percentiles that a group was compared with. */
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
