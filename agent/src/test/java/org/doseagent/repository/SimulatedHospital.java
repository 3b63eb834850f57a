package org.doseagent.repository;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.PeriodScheme;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.aggregate.control.History;
import org.doseagent.aggregate.control.Origin;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.testdata.Sample;

/**
 * A hospital whose true medians are known: one to three scanners, its own habits per indication, old scanners with more dose, and single
 * exams spread log-normally around that. Adults only. What it releases is made by the agent's own code. The same seed, the same hospital.
 */
final class SimulatedHospital {

    static final int YEAR = 2025;

    /** The indications, the P50 of Europe on a scanner of middle age, and exams of a hospital of middle size in a month. */
    static final List<Kind> KINDS = List.of(
            new Kind("CT-CHEST-ABDOMEN-PELVIS", 32, 600, 45),
            new Kind("CT-HEAD", 16, 850, 40),
            new Kind("CT-CHEST", 32, 300, 25),
            new Kind("CT-PULMONARY-ANGIOGRAPHY", 32, 220, 12),
            new Kind("CT-SINUS", 16, 90, 6));

    record Kind(String category, int phantomCm, double median, int perMonth) {}

    private record Scanner(String serial, EquipmentAge age) {}

    /** Where the hospitals are; Austria has twice as many as Portugal. */
    private static final List<String> COUNTRIES = List.of("AT", "AT", "PT");

    private static final double EXAM_SPREAD = 0.4;
    private static final double HOSPITAL_SPREAD = 0.25;
    private static final double SIZE_SPREAD = 0.6;

    private final long seed;
    private final double size;
    private final List<Scanner> scanners = new ArrayList<>();
    private final Map<String, Double> habits = new HashMap<>();
    private final Inventory inventory;
    private final KeyedHash hash;
    private final Releaser releaser;
    final String pseudonym;
    final String country;
    final Signer signer;

    SimulatedHospital(long seed, OptionalDouble fixedSize, DisclosureControl control) {
        this.seed = seed;
        Random random = new Random(seed);
        size = fixedSize.orElse(Math.exp(random.nextGaussian() * SIZE_SPREAD));
        byte[] name = new byte[16];
        random.nextBytes(name);
        pseudonym = HexFormat.of().formatHex(name);
        country = COUNTRIES.get((int) (seed % COUNTRIES.size()));
        Map<String, Inventory.Scanner> installedScanners = new HashMap<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int installed = YEAR - random.nextInt(16);
            String serial = "SIM-" + i;
            installedScanners.put(serial, new Inventory.Scanner(Optional.of(installed), Optional.of(64)));
            scanners.add(new Scanner(serial, new Inventory(installedScanners).ageOf(serial, YEAR)));
        }
        KINDS.forEach(kind -> habits.put(kind.category(), random.nextGaussian() * HOSPITAL_SPREAD));
        signer = newSigner();
        hash = new KeyedHash(name);
        inventory = new Inventory(installedScanners);
        releaser = new Releaser(control, new Origin(pseudonym, country, "rehearsal", "rehearsal"), signer, hash);
    }

    static Signer newSigner() {
        try {
            return new Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double ofAge(EquipmentAge age) {
        return age == EquipmentAge.UP_TO_5 ? 0.9 : age == EquipmentAge.UP_TO_10 ? 1 : 1.2;
    }

    private double centre(Kind kind, EquipmentAge age) {
        return kind.median() * Math.exp(habits.getOrDefault(kind.category(), 0.0)) * ofAge(age);
    }

    /** Returns the class of the scanner of an exam. */
    EquipmentAge ageOf(String serial) {
        return scanners.stream()
                .filter(each -> each.serial().equals(serial))
                .findFirst()
                .orElseThrow()
                .age();
    }

    /** Returns the true median over the scanners of a class, all equally busy; empty if there is none. */
    OptionalDouble trueMedian(Kind kind, EquipmentAge age) {
        double[] centres = scanners.stream()
                .filter(each -> age == EquipmentAge.ANY || each.age() == age)
                .mapToDouble(each -> Math.log(centre(kind, each.age())))
                .toArray();
        if (centres.length == 0) {
            return OptionalDouble.empty();
        }
        double low = Math.log(1);
        double high = Math.log(100_000);
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            double share = 0;
            for (double centre : centres) {
                share += normal((middle - centre) / EXAM_SPREAD) / centres.length;
            }
            low = share < 0.5 ? middle : low;
            high = share < 0.5 ? high : middle;
        }
        return OptionalDouble.of(Math.exp(low));
    }

    /** The normal distribution, by its series (Marsaglia, J. Stat. Softw. 11, 2004). */
    private static double normal(double z) {
        if (Math.abs(z) > 8) {
            return z > 0 ? 1 : 0;
        }
        double sum = z;
        double term = z;
        for (int i = 3; Math.abs(term) > 1e-16; i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    private static int monthNumber(YearMonth month) {
        return (month.getYear() - YEAR) * 12 + month.getMonthValue();
    }

    /** Returns the exams of a month. */
    List<Sample> exams(YearMonth month) {
        Random random = new Random(seed * 1_000_003 + monthNumber(month));
        List<Sample> exams = new ArrayList<>();
        for (Kind kind : KINDS) {
            int count = (int) Math.round(kind.perMonth() * size * (0.85 + random.nextDouble() * 0.3));
            for (int i = 0; i < count; i++) {
                exams.add(exam(kind, month, random, exams.size()));
            }
        }
        return exams;
    }

    private Sample exam(Kind kind, YearMonth month, Random random, int number) {
        Scanner scanner = scanners.get(random.nextInt(scanners.size()));
        double dose = centre(kind, scanner.age()) * Math.exp(random.nextGaussian() * EXAM_SPREAD);
        BigDecimal dlp = BigDecimal.valueOf(dose).setScale(1, RoundingMode.HALF_UP);
        return new Sample(
                "1.2.826.0.1." + month.getYear() + "." + month.getMonthValue() + "." + number,
                Optional.of("pseudonym-" + random.nextInt((int) (1000 * size) + 100)),
                month.atDay(1 + random.nextInt(28)).atTime(7 + random.nextInt(12), random.nextInt(60)),
                10_000 + random.nextInt(20_000),
                scanner.serial(),
                kind.category(),
                kind.phantomCm(),
                dlp,
                dlp.movePointLeft(1));
    }

    /** Returns what leaves of a month's exams; empty when no cell may. */
    Optional<Release> close(YearMonth month, List<Sample> samples) {
        return close(CalendarPeriod.of(month), samples, PeriodScheme.MONTHLY);
    }

    /** Returns what leaves of a period's exams in the periods of a scheme; empty when no cell may. */
    Optional<Release> close(CalendarPeriod period, List<Sample> samples, PeriodScheme scheme) {
        List<AssessedExam> exams = samples.stream().map(Sample::exam).toList();
        Tabulation cells =
                tabulator(key -> scheme.months(key) == period.months()).tabulate(exams, Reference.NONE);
        return releaser.decide(period, cells, History.NONE, period.end().plusDays(15))
                .release()
                .filter(release -> !release.cells().isEmpty());
    }

    /** Returns the scheme of the year after a year. */
    PeriodScheme schemeAfter(int year) {
        List<AssessedExam> exams = yearOf(year).stream().map(Sample::exam).toList();
        return PeriodScheme.after(tabulator(Tabulator.Share.ALL).tabulate(exams, Reference.NONE));
    }

    private List<Sample> yearOf(int year) {
        return CalendarPeriod.around(YearMonth.of(year, 1), 12).all().stream()
                .flatMap(month -> exams(month).stream())
                .toList();
    }

    /** Returns all releases of a year in the periods of a scheme. */
    List<Release> live(int year, PeriodScheme scheme) {
        List<Release> releases = new ArrayList<>();
        for (int months : scheme.all()) {
            for (int month = months; month <= 12; month += months) {
                CalendarPeriod period = CalendarPeriod.around(YearMonth.of(year, month), months);
                List<Sample> exams = period.all().stream()
                        .flatMap(each -> exams(each).stream())
                        .toList();
                close(period, exams, scheme).ifPresent(releases::add);
            }
        }
        return releases;
    }

    private Tabulator tabulator(Tabulator.Share share) {
        return new Tabulator(
                inventory,
                new Tabulator.Counting(
                        Admission.ALL, PartitionScheme.of(inventory, YEAR, false), share, UnaryOperator.identity()),
                hash);
    }
}
