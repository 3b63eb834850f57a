package org.doseagent.drl;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Quantity;

/**
 * A published set of reference levels.
 *
 * @param tier A: official text seen; B: quoted by another authority or a peer-reviewed abstract; C: transcription, unverified; {@link
 *     #REPOSITORY}: no level of an authority
 * @param isVerified the file says that its values were checked against the publication; {@code isAdopted}: somebody of the site vouches for it
 * @param validFrom first day of exams it is for; {@code validTo} is exclusive; empty when the source does not say
 * @param sha256 content hash of the file
 * @param countsLocalizers whether localizers and timing runs count for the DLP of an exam
 * @param method how a group is compared with it
 */
public record DrlSet(
        String id,
        String title,
        String jurisdiction,
        String edition,
        String source,
        String tier,
        boolean isVerified,
        boolean isAdopted,
        boolean countsLocalizers,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validTo,
        String sha256,
        Method method,
        List<Row> rows) {

    /** The tier of percentiles over the facilities of a repository: compared with, never adopted, and of no alert. No file can claim it. */
    public static final String REPOSITORY = "R";

    public DrlSet {
        rows = List.copyOf(rows);
    }

    /** What a value is about: mixing them gives false alarms. */
    public enum Scope {
        EXAM,
        PHASE,
        ACQUISITION
    }

    /** What stands for a group. */
    public enum Statistic {
        MEDIAN,
        MEAN
    }

    /**
     * How a group of patients is compared.
     *
     * @param minN fewer patients are not compared
     * @param weightKg half-open band of the weights of adults that count; empty: all count, also those of unknown weight. Children always
     *     do: what they weigh is a matter of the rows
     */
    public record Method(Statistic statistic, int minN, Optional<Range> weightKg) {}

    /** A half-open range; empty ends are open. */
    public record Range(Optional<BigDecimal> from, Optional<BigDecimal> to) {

        public static final Range ALL = new Range(Optional.empty(), Optional.empty());

        public boolean contains(BigDecimal value) {
            return from.filter(low -> value.compareTo(low) < 0).isEmpty()
                    && to.filter(high -> value.compareTo(high) >= 0).isEmpty();
        }

        boolean overlaps(Range other) {
            return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
        }

        private boolean startsBeforeEndOf(Range other) {
            return from.isEmpty() || other.to.isEmpty() || from.get().compareTo(other.to.get()) < 0;
        }
    }

    /**
     * One value, in mGy·cm or mGy.
     *
     * @param phantomCm the phantom that values are compared on; stated by the source only where {@code isPhantomStated}, as the scope is
     *     only where {@code isScopeStated}
     * @param target what the source publishes as the next aim below the level, such as the median of facilities or an achievable dose
     * @param percentile of the distribution that the level is taken from, as the source says
     * @param minDays youngest age, inclusive, in days as {@link org.doseagent.dose.PatientFacts#daysOfMonths} counts months; {@code maxDays}
     *     is exclusive
     * @param weightKg the weights that it is for; {@link Range#ALL} where the level goes by age alone
     */
    public record Row(
            String category,
            Quantity quantity,
            Scope scope,
            BigDecimal value,
            Optional<BigDecimal> target,
            Optional<Integer> percentile,
            int phantomCm,
            boolean isPhantomStated,
            boolean isScopeStated,
            String population,
            int minDays,
            int maxDays,
            Range weightKg) {

        public boolean isForAge(int days) {
            return days >= minDays && days < maxDays;
        }

        public boolean goesByWeight() {
            return !weightKg.equals(Range.ALL);
        }
    }

    private static final Set<String> KEYS = Set.of(
            "id",
            "title",
            "jurisdiction",
            "edition",
            "source",
            "tier",
            "verified",
            "validFrom",
            "validTo",
            "statistic",
            "minN",
            "minKg",
            "maxKg",
            "countsLocalizers",
            "rows");

    /**
     * Reads a set.
     *
     * @throws DrlException naming every problem of the file at once
     */
    public static DrlSet parse(String text, String file, Categories categories) throws DrlException {
        JsonNode root = Yaml.parse(text, file);
        List<String> problems = new ArrayList<>();
        Yaml.refuseUnknown(root, KEYS, "", problems);
        List<Row> rows = new ArrayList<>();
        JsonNode entries = root.path("rows");
        for (int i = 0; i < entries.size(); i++) {
            DrlRows.parse(entries.get(i), "rows[" + (i + 1) + "]", problems).ifPresent(rows::add);
        }
        DrlRows.overlapsAndGaps(rows, problems);
        for (Row row : rows) {
            if (categories.find(row.category()).isEmpty()) {
                problems.add("rows: " + row.category() + " is not in the categories");
            }
        }
        String tier = Yaml.required(root, "tier", "", problems);
        if (!tier.matches("[ABC]?")) {
            problems.add("tier: must be A, B or C");
        }
        String jurisdiction = Yaml.required(root, "jurisdiction", "", problems);
        if (!jurisdiction.matches("([A-Z]{2})?")) {
            problems.add("jurisdiction: must be two letters; NO needs quotes, YAML reads it as false");
        }
        DrlSet set = new DrlSet(
                Yaml.required(root, "id", "", problems),
                Yaml.required(root, "title", "", problems),
                jurisdiction,
                Yaml.required(root, "edition", "", problems),
                Yaml.required(root, "source", "", problems),
                tier,
                root.path("verified").asBoolean(false),
                false,
                root.path("countsLocalizers").asBoolean(true),
                date(root, "validFrom", problems),
                date(root, "validTo", problems),
                Yaml.sha256(text),
                method(root, problems),
                rows);
        if (rows.isEmpty()) {
            problems.add("rows: at least one is needed");
        }
        Yaml.refuse(file, problems);
        return set;
    }

    /** Tells whether its levels may open alerts: a transcription that nobody has checked is shown, no more. */
    public boolean isTrusted() {
        return !isOfRepository() && (isVerified || isAdopted || !tier.equals("C"));
    }

    /** Tells whether it is what the hospitals of a repository do, and no level that an authority has set. */
    public boolean isOfRepository() {
        return tier.equals(REPOSITORY);
    }

    /** Returns what looks wrong in its rows and may be right; a person has to look at the publication. */
    public List<String> warnings() {
        return DrlRows.warnings(rows);
    }

    /** Tells whether it has a level for patients of this category: adults, or children of any age. */
    public boolean hasLevel(String category, boolean adults) {
        return rows.stream()
                .anyMatch(row -> row.category().equals(category)
                        && (adults
                                ? row.maxDays() > PatientFacts.ADULT_DAYS
                                : row.minDays() < PatientFacts.ADULT_DAYS));
    }

    /** Returns the rows of a category. */
    public List<Row> rowsOf(String category) {
        return rows.stream().filter(row -> row.category().equals(category)).toList();
    }

    /** Returns the set as if it were valid on every day. */
    public DrlSet timeless() {
        return with(isAdopted, Optional.empty(), Optional.empty());
    }

    /** Returns what a reader of a comparison with a row must know. */
    Optional<String> reservation(Row row) {
        List<String> reservations = new ArrayList<>();
        if (isOfRepository()) {
            reservations.add("percentiles of a repository, not a national DRL; no alert is opened");
        } else if (!isTrusted()) {
            reservations.add("the set is unverified (tier C) and opens no alert");
        }
        if (!row.isPhantomStated()) {
            reservations.add("the source does not state its phantom, compared on " + row.phantomCm() + " cm");
        }
        if (!row.isScopeStated()) {
            reservations.add("the source does not state whether it is per exam or per acquisition");
        }
        return reservations.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reservations));
    }

    /** Returns this set, adopted if its hash is one of {@code sha256}. */
    public DrlSet adoptedBy(Set<String> sha256) {
        return sha256.contains(this.sha256) ? adopted() : this;
    }

    /** Returns the set as somebody of the site has adopted it: trusted, whatever its tier. */
    public DrlSet adopted() {
        return with(true, validFrom, validTo);
    }

    private DrlSet with(boolean adopted, Optional<LocalDate> from, Optional<LocalDate> to) {
        return new DrlSet(
                id,
                title,
                jurisdiction,
                edition,
                source,
                tier,
                isVerified,
                adopted,
                countsLocalizers,
                from,
                to,
                sha256,
                method,
                rows);
    }

    /** Tells whether an exam of this day is compared with this set; an unknown day is. */
    public boolean isValidOn(Optional<LocalDate> day) {
        boolean isBefore = day.isPresent() && validFrom.isPresent() && day.get().isBefore(validFrom.get());
        boolean isAfter = day.isPresent() && validTo.isPresent() && !day.get().isBefore(validTo.get());
        return !isBefore && !isAfter;
    }

    private static Method method(JsonNode root, List<String> problems) {
        String statistic = Yaml.text(root, "statistic").orElse("median");
        if (!statistic.matches("median|mean")) {
            problems.add("statistic: must be median or mean");
        }
        int minN = root.path("minN").asInt(20);
        if (minN < 5 || minN > 10_000) {
            problems.add("minN: must be 5 to 10000");
        }
        Range weights = DrlRows.range(root, "minKg", "maxKg", "", problems);
        return new Method(
                statistic.equals("mean") ? Statistic.MEAN : Statistic.MEDIAN,
                minN,
                weights.equals(Range.ALL) ? Optional.empty() : Optional.of(weights));
    }

    private static Optional<LocalDate> date(JsonNode root, String field, List<String> problems) {
        try {
            return Yaml.text(root, field).map(LocalDate::parse);
        } catch (DateTimeException e) {
            problems.add(field + ": must be a date such as 2026-10-01");
            return Optional.empty();
        }
    }
}
