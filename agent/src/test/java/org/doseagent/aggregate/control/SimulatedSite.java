package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.doseagent.aggregate.attack.Published;
import org.doseagent.aggregate.attack.Truth;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Level;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.testdata.Exams;
import org.doseagent.testdata.Sample;

/**
 * A hospital for the attack: months of exams on five scanners, with everything that makes a cell dangerous. Repeated patients, patients
 * without an ID, fixed-dose protocols, children, rare indications, a lone scanner of its class, late reports, a changed mapping, a purge.
 */
public final class SimulatedSite {

    /** What has happened to a month by then. */
    public enum Stage {
        CLOSED,
        LATE_REPORTS,
        NEW_MAPPING,
        PURGED
    }

    public static final Inventory INVENTORY = new Inventory(Map.of(
            "SIM-1", scanner(2024, 64),
            "SIM-2", scanner(2023, 64),
            "SIM-3", scanner(2022, 128),
            "SIM-4", scanner(2018, 16),
            "SIM-5", scanner(2021, 64)));

    public static final Reference REFERENCE = new Reference(
            List.of(
                    level("xx-a", "CT-CHEST", 390),
                    level("xx-b", "CT-CHEST", 410),
                    level("xx-a", "CT-HEAD", 1000),
                    level("xx-b", "CT-ABDOMEN-PELVIS", 650)),
            Map.of("CT-CHEST", List.of(new Reference.PublishedCode("http://loinc.org", "24627-2"))));

    private record Kind(String category, double median, int perMonth) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("CT-CHEST", 350, 150),
            new Kind("CT-HEAD", 900, 120),
            new Kind("CT-ABDOMEN-PELVIS", 600, 110),
            new Kind("CT-NECK", 400, 32),
            new Kind("CT-SINUS", 60, 40),
            new Kind("CT-LUMBAR-SPINE", 500, 23),
            new Kind("CT-FACE", 300, 22),
            new Kind("CT-ORBITS", 200, 21),
            new Kind("CT-INTERVENTION", 250, 24));

    private record Visit(Sample sample, boolean isLate, Optional<String> laterCategory) {}

    private final Random random;
    private final Map<YearMonth, List<Visit>> months = new HashMap<>();
    private int number;

    public SimulatedSite(long seed) {
        this.random = new Random(seed);
    }

    private static Inventory.Scanner scanner(int installed, int rows) {
        return new Inventory.Scanner(Optional.of(installed), Optional.of(rows));
    }

    private static Level level(String set, String category, int value) {
        return new Level(
                new Level.DrlSetId(set, "XX", (set.endsWith("a") ? "a" : "b").repeat(64)),
                category,
                Quantity.DLP,
                32,
                6574,
                Integer.MAX_VALUE,
                BigDecimal.valueOf(value));
    }

    /** Returns the exams of a month as the store has them at a stage. */
    public List<AssessedExam> exams(YearMonth month, Stage stage) {
        List<AssessedExam> exams = new ArrayList<>();
        for (Visit visit : visits(month)) {
            boolean isThere = !visit.isLate() || stage != Stage.CLOSED;
            boolean isPurged = stage == Stage.PURGED && visit.sample().at().getDayOfMonth() < 10;
            if (isThere && !isPurged) {
                boolean isMoved = stage.compareTo(Stage.NEW_MAPPING) >= 0;
                Sample sample = isMoved
                        ? visit.laterCategory().map(visit.sample()::category).orElse(visit.sample())
                        : visit.sample();
                exams.add(Exams.received(sample.exam(), "PACS", arrival(month, visit)));
            }
        }
        return exams;
    }

    private static Instant arrival(YearMonth month, Visit visit) {
        Instant release = TestRelease.releasedAt(CalendarPeriod.of(month));
        return visit.isLate() ? release.plus(Duration.ofDays(3)) : release.minus(Duration.ofDays(3));
    }

    private List<Visit> visits(YearMonth month) {
        return months.computeIfAbsent(month, this::make);
    }

    private List<Visit> make(YearMonth month) {
        List<Visit> visits = new ArrayList<>();
        double late = month.getMonthValue() % 4 == 0 ? 0.3 : 0.02;
        double moved = month.getMonthValue() % 3 == 0 ? 0.4 : 0.01;
        for (Kind kind : KINDS) {
            int count = kind.perMonth() + random.nextInt(1 + kind.perMonth() / 5) - kind.perMonth() / 10;
            for (int i = 0; i < count; i++) {
                visits.add(new Visit(
                        sample(kind, month, i),
                        random.nextDouble() < late,
                        random.nextDouble() < moved && kind.category().equals("CT-CHEST")
                                ? Optional.of("CT-PULMONARY-ANGIOGRAPHY")
                                : Optional.empty()));
            }
        }
        return visits;
    }

    private Sample sample(Kind kind, YearMonth month, int index) {
        number++;
        boolean isChild = random.nextInt(9) == 0;
        double dose = kind.median() * Math.exp(random.nextGaussian() * 0.4) * (isChild ? 0.4 : 1);
        boolean isFixed = kind.category().equals("CT-SINUS");
        Sample sample = Sample.of("s" + number, isFixed && index % 8 != 0 ? "60.5" : text(dose))
                .category(kind.category())
                .at(at(month))
                .scanner("SIM-" + "1112233445".charAt(random.nextInt(10)))
                .ageDays(isChild ? random.nextInt(6500) : 6600 + random.nextInt(25_000));
        return random.nextInt(40) == 0 ? sample.withoutPatient() : sample.patient(patient(kind, index));
    }

    /** Interventions come back to the same few; of the neck, one patient has every sixth exam. */
    private String patient(Kind kind, int index) {
        if (kind.category().equals("CT-INTERVENTION")) {
            return "pseudonym-i" + index % 7;
        }
        if (kind.category().equals("CT-NECK") && index % 6 == 0) {
            return "pseudonym-neck";
        }
        return "pseudonym-" + random.nextInt(3000);
    }

    private LocalDateTime at(YearMonth month) {
        return month.atDay(1 + random.nextInt(month.lengthOfMonth()))
                .atTime(7 + random.nextInt(12), random.nextInt(60));
    }

    private static String text(double value) {
        return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }

    /** Lives through the months under a control, closing and correcting each at every stage; returns everything that left. */
    public TestRelease live(YearMonth from, int count, DisclosureControl control) {
        TestRelease site = new TestRelease(control, INVENTORY, REFERENCE);
        for (int i = 0; i < count; i++) {
            YearMonth month = from.plusMonths(i);
            for (Stage stage : Stage.values()) {
                site.close(CalendarPeriod.of(month), exams(month, stage));
            }
        }
        return site;
    }

    /** Returns what left of a site as the attack wants it. */
    public static List<Published> published(TestRelease site) {
        return site.released.stream()
                .map(release -> new Published(release.json(), site.cellsOf(release)))
                .toList();
    }

    /** Returns everything that was true of the months, whatever the store has forgotten since. */
    public Truth truth(YearMonth from, int count) {
        Truth truth = new Truth();
        truth.word("CT-CHEST");
        TestRelease reader = new TestRelease(TestRelease.CONTROL, INVENTORY, REFERENCE);
        for (int i = 0; i < count; i++) {
            List<AssessedExam> exams = exams(from.plusMonths(i), Stage.LATE_REPORTS);
            truth.add(reader.tabulate(exams), exams);
        }
        return truth;
    }
}
