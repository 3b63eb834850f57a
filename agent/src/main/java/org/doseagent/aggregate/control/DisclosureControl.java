package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.doseagent.aggregate.cells.Cell;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Contribution;
import org.doseagent.aggregate.cells.DetectorRows;
import org.doseagent.aggregate.cells.Level;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.identity.PatientKey;
import org.jspecify.annotations.Nullable;

/** Decides, before any rounding, whether a cell may be released, and rounds it if so. Pure, immutable. */
public final class DisclosureControl {

    /** No setting can lower this. */
    public static final int FLOOR_EXAMS = 20;

    /** No setting can lower this. */
    public static final int FLOOR_PATIENTS = 10;

    /** No setting can raise this: two of twenty exams are a tenth. */
    public static final int MAX_EXAMS_PER_PATIENT = 2;

    /** At least this many exams strictly below and strictly above each published percentile. */
    public static final int MIN_EACH_SIDE = 5;

    /** One patient gives at most one exam in this many. */
    public static final int MAX_SHARE_DIVISOR = 10;

    /** What a document promises: n is a multiple of this. */
    public static final int N_STEP = 5;

    /** The step of n: one exam changes the published n of one cell in this many. */
    private static final int COARSE_N_STEP = 20;

    public static final int SIGNIFICANT_DIGITS = 2;

    static final List<Integer> PERCENTS = List.of(25, 50, 75);

    private static final MathContext ROUNDING = new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_UP);

    /** Lower ends of the bands of the coverage, in per cent. */
    private static final int[] COVERAGE_BANDS = {0, 50, 80};

    /** Lower ends of the bands of exceedance counts, and their labels. */
    private static final int[] BANDS = {0, 5, 10, 20, 50, 100};

    private static final String[] BAND_LABELS = {"0-4", "5-9", "10-19", "20-49", "50-99", "100+"};

    /** Of the levels of a cell, one is published only if it is at least this factor above the previous one. */
    private static final BigDecimal LEVEL_SPACING = new BigDecimal("1.1");

    /**
     * What a site may set, always stricter than the default.
     *
     * @param minExams minimum number of exams in a cell, at least {@value #FLOOR_EXAMS}
     * @param minPatients minimum number of distinct patients, at least {@value #FLOOR_PATIENTS}
     * @param maxExamsPerPatient how many exams of a patient count in a cell, the earliest; 1 or 2
     */
    public record Thresholds(int minExams, int minPatients, int maxExamsPerPatient) {

        public static final Thresholds DEFAULT = new Thresholds(FLOOR_EXAMS, FLOOR_PATIENTS, MAX_EXAMS_PER_PATIENT);

        public Thresholds {
            if (minExams < FLOOR_EXAMS || minPatients < FLOOR_PATIENTS) {
                throw new IllegalArgumentException("a cell needs at least " + FLOOR_EXAMS + " exams of "
                        + FLOOR_PATIENTS + " patients; no setting lowers that");
            }
            if (maxExamsPerPatient < 1 || maxExamsPerPatient > MAX_EXAMS_PER_PATIENT) {
                throw new IllegalArgumentException(
                        "at least 1 and at most " + MAX_EXAMS_PER_PATIENT + " exams of a patient count in a cell");
            }
        }
    }

    private final Thresholds thresholds;
    private final @Nullable DifferentialPrivacy privacy;
    private final Set<Rule> rules;

    /** Makes a control with all rules and rounded percentiles. */
    public DisclosureControl(Thresholds thresholds) {
        this(thresholds, null, EnumSet.allOf(Rule.class));
    }

    private DisclosureControl(Thresholds thresholds, @Nullable DifferentialPrivacy privacy, Set<Rule> rules) {
        this.thresholds = thresholds;
        this.privacy = privacy;
        this.rules = rules;
    }

    /** Returns this control with noisy instead of rounded percentiles. */
    public DisclosureControl with(DifferentialPrivacy noise) {
        return new DisclosureControl(thresholds, noise, rules);
    }

    /** Returns the control under which earlier programs released, to verify what they released. */
    public static DisclosureControl ofEarlierPrograms() {
        return new DisclosureControl(Thresholds.DEFAULT).without(Set.of(Rule.ROUND_BY_SPREAD, Rule.FIXED_PARTITION));
    }

    /** Returns this control without some rules, for tests of {@code aggregate attack}. */
    public DisclosureControl without(Collection<Rule> off) {
        Set<Rule> left = EnumSet.copyOf(rules);
        left.removeAll(off);
        return new DisclosureControl(thresholds, privacy, left);
    }

    boolean has(Rule rule) {
        return rules.contains(rule);
    }

    public Thresholds thresholds() {
        return thresholds;
    }

    /** Returns the noisy mechanism; empty when percentiles are rounded. */
    public Optional<DifferentialPrivacy> privacy() {
        return Optional.ofNullable(privacy);
    }

    int maxExamsPerPatient() {
        return privacy != null ? DifferentialPrivacy.MAX_EXAMS_PER_PATIENT : thresholds.maxExamsPerPatient();
    }

    /** Returns the minimum number of exam parts that must change before a cell is released again, and in which two releases may differ. */
    public int minCorrection() {
        return Math.max(thresholds.minExams(), FLOOR_EXAMS);
    }

    /** Returns the exams that count: of each patient the earliest; of exams at the same time, those with the smaller keyed hash. */
    public List<Contribution> counted(Collection<Contribution> all) {
        Map<Optional<PatientKey>, Integer> taken = new HashMap<>();
        return all.stream()
                .sorted(Comparator.comparing(Contribution::at).thenComparing(Contribution::leaf))
                .filter(each -> !has(Rule.CONTRIBUTION_BOUND)
                        || taken.merge(each.patient(), 1, Integer::sum) <= maxExamsPerPatient())
                .toList();
    }

    /** Returns why a cell of these counted exams must not be released; empty when it may. */
    public Optional<String> obstacle(List<Contribution> counted) {
        int exams = counted.size();
        if (has(Rule.MIN_EXAMS) && exams < thresholds.minExams()) {
            return Optional.of("fewer than " + thresholds.minExams() + " exams");
        }
        if (privacy != null && exams < DifferentialPrivacy.MIN_EXAMS) {
            return Optional.of("fewer than " + DifferentialPrivacy.MIN_EXAMS + " exams, with differential privacy");
        }
        List<Long> perPatient = List.copyOf(counted.stream()
                .collect(Collectors.groupingBy(Contribution::patient, Collectors.counting()))
                .values());
        if (has(Rule.MIN_PATIENTS) && perPatient.size() < thresholds.minPatients()) {
            return Optional.of("fewer than " + thresholds.minPatients() + " patients");
        }
        if (has(Rule.DOMINANCE) && Collections.max(perPatient) * MAX_SHARE_DIVISOR > exams) {
            return Optional.of("one patient has more than a tenth of the exams");
        }
        return has(Rule.EACH_SIDE) ? oneSided(sorted(counted)) : Optional.empty();
    }

    private static Optional<String> oneSided(List<BigDecimal> sorted) {
        for (int percent : PERCENTS) {
            BigDecimal value = Percentiles.of(sorted, percent);
            long below =
                    sorted.stream().filter(each -> each.compareTo(value) < 0).count();
            long above =
                    sorted.stream().filter(each -> each.compareTo(value) > 0).count();
            if (below < MIN_EACH_SIDE || above < MIN_EACH_SIDE) {
                return Optional.of(
                        "fewer than " + MIN_EACH_SIDE + " exams on one side of the " + percent + "th percentile");
            }
        }
        return Optional.empty();
    }

    /** Returns why a cell of these counted exams would identify a scanner, and so the hospital; empty when it does not. */
    Optional<String> rareDevice(CellKey key, List<Contribution> counted) {
        return isRareDevice(key, counted)
                ? Optional.of("only one scanner of its class of detector rows")
                : Optional.empty();
    }

    /** Returns whether a class of detector rows would identify the scanner, and so the hospital. */
    boolean isRareDevice(CellKey key, List<Contribution> counted) {
        return has(Rule.RARE_DEVICE)
                && key.detectorRows() != DetectorRows.ANY
                && counted.stream().map(Contribution::scanner).distinct().count() < PartitionScheme.MIN_SCANNERS;
    }

    /** Returns the rounded cell of counted exams that {@link #obstacle} lets pass. */
    Cell cell(CellKey key, List<Contribution> counted, Quantiles quantiles, List<Level> levels) {
        List<BigDecimal> sorted = sorted(counted);
        UnaryOperator<BigDecimal> rounding = rounding(sorted);
        // Noise may reverse their order; sorting them again costs no privacy.
        List<BigDecimal> published = PERCENTS.stream()
                .map(percent -> rounded(rounding.apply(quantiles.of(sorted, percent))))
                .sorted()
                .toList();
        return new Cell(
                key,
                roundedDown(counted.size()),
                published.get(0),
                published.get(1),
                published.get(2),
                privacy != null ? List.of() : exceedances(key, sorted, levels));
    }

    private int roundedDown(int n) {
        int step = !has(Rule.ROUND_N) ? 1 : has(Rule.ROUND_BY_SPREAD) ? COARSE_N_STEP : N_STEP;
        return n / step * step;
    }

    /** Noise makes a grid superfluous. */
    private UnaryOperator<BigDecimal> rounding(List<BigDecimal> sorted) {
        return has(Rule.ROUND_BY_SPREAD) && has(Rule.ROUND_VALUES) && privacy == null
                ? Grid.of(sorted)::round
                : UnaryOperator.identity();
    }

    /** A band is not noisy, so there is none with differential privacy. */
    private List<Cell.Exceedance> exceedances(CellKey key, List<BigDecimal> sorted, List<Level> levels) {
        List<Level> fitting = levels.stream()
                .filter(level -> level.fits(key))
                .sorted(Comparator.comparing(Level::value)
                        .thenComparing(level -> level.set().id())
                        .thenComparing(level -> level.set().sha256()))
                .distinct()
                .toList();
        List<Cell.Exceedance> published = new ArrayList<>();
        for (Level level : fitting) {
            if (isSpaced(published, level.value())) {
                published.add(new Cell.Exceedance(level.set(), level.value(), band(above(sorted, level.value()))));
            }
        }
        return published;
    }

    private boolean isSpaced(List<Cell.Exceedance> published, BigDecimal value) {
        if (published.isEmpty() || !has(Rule.SPACED_LEVELS)) {
            return true;
        }
        BigDecimal last = published.get(published.size() - 1).drl();
        return value.compareTo(last) == 0 || value.compareTo(last.multiply(LEVEL_SPACING)) >= 0;
    }

    private static int above(List<BigDecimal> values, BigDecimal level) {
        return (int) values.stream().filter(value -> value.compareTo(level) > 0).count();
    }

    private String band(int count) {
        if (!has(Rule.BANDS)) {
            return Integer.toString(count);
        }
        int band = BANDS.length - 1;
        while (BANDS[band] > count) {
            band--;
        }
        return BAND_LABELS[band];
    }

    /** Returns the lower end of the band of a coverage in per cent: a finer step would disclose a single exam without a category. */
    static int coverageBand(int mappedPercent) {
        int band = COVERAGE_BANDS.length - 1;
        while (COVERAGE_BANDS[band] > mappedPercent) {
            band--;
        }
        return COVERAGE_BANDS[band];
    }

    private BigDecimal rounded(BigDecimal value) {
        BigDecimal shown = has(Rule.ROUND_VALUES) ? value.round(ROUNDING) : value;
        return new BigDecimal(shown.stripTrailingZeros().toPlainString());
    }

    private static List<BigDecimal> sorted(List<Contribution> contributions) {
        return contributions.stream().map(Contribution::value).sorted().toList();
    }
}
