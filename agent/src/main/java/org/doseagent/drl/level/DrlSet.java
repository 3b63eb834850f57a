package org.doseagent.drl.level;

import org.doseagent.drl.yaml.Place;
import org.doseagent.drl.yaml.FileName;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.drl.yaml.LocatedYaml;
import org.doseagent.drl.yaml.Problems;
import org.doseagent.drl.yaml.Yaml;

/**
 * A published set of reference levels.
 *
 * @param validity days of the exams that it is for
 * @param sha256 content hash of the file
 * @param countsLocalizers whether localizers and timing runs count for the DLP of an exam
 * @param method how a group is compared with it
 */
public record DrlSet(
        Publication publication,
        Trust trust,
        Validity validity,
        String sha256,
        boolean countsLocalizers,
        Method method,
        List<Row> rows) {

    /** The tier of percentiles over the facilities of a repository: shown in comparisons, never adopted, without alerts. No file can have it. */
    public static final String REPOSITORY = "R";

    /** The tier of typical values that the site has frozen: medians of its own exams, compared like levels, without alerts. */
    public static final String LOCAL = "L";

    public DrlSet {
        rows = List.copyOf(rows);
    }

    /**
     * Where the levels were published.
     *
     * @param id by which the configuration and the command line name the set
     * @param jurisdiction two letters
     * @param successor the newer edition, where one is known
     */
    public record Publication(
            String id,
            String title,
            String jurisdiction,
            String edition,
            String source,
            Optional<Successor> successor) {

        /** A publication without a known successor. */
        public Publication(String id, String title, String jurisdiction, String edition, String source) {
            this(id, title, jurisdiction, edition, source, Optional.empty());
        }
    }

    /**
     * How reliable the values are.
     *
     * @param tier A: official text seen; B: quoted by another authority or a peer-reviewed abstract; C: transcription, unverified; {@link
     *     #REPOSITORY} and {@link #LOCAL}: no level of an authority
     * @param isVerified the file states that its values were checked against the publication
     * @param isAdopted a person of the site has accepted responsibility for it
     */
    public record Trust(String tier, boolean isVerified, boolean isAdopted) {}

    /** The days of the exams that a set is for: {@code from} is inclusive, {@code to} exclusive; empty when the source gives none. */
    public record Validity(Optional<LocalDate> from, Optional<LocalDate> to) {

        /** Valid on every day. */
        public static final Validity ALWAYS = new Validity(Optional.empty(), Optional.empty());

        boolean includes(LocalDate day) {
            return from.filter(day::isBefore).isEmpty()
                    && to.filter(end -> !day.isBefore(end)).isEmpty();
        }
    }

    /** What a value refers to. Values of different scopes are never compared. */
    public enum Scope {
        EXAM,
        PHASE,
        ACQUISITION
    }

    /** The statistic that represents a group. */
    public enum Statistic {
        MEDIAN,
        MEAN
    }

    /**
     * How a group of patients is compared.
     *
     * @param minN smaller groups are not compared
     * @param weightKg half-open band of the weights of adults that count; empty: adults of every weight count, those of unknown weight too.
     *     The band does not apply to children: rows have weight bands for them
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
     * One level.
     *
     * @param phantomCm the phantom on which values are compared
     */
    public record Row(
            String category,
            Quantity quantity,
            Scope scope,
            int phantomCm,
            Level level,
            Stated stated,
            Population patients) {

        /**
         * The published values, in mGy·cm or mGy.
         *
         * @param target the next aim below the level that the source publishes, such as the median of facilities or an achievable dose
         * @param percentile of the distribution that the level is taken from, as the source gives it
         */
        public record Level(BigDecimal value, Optional<BigDecimal> target, Optional<Integer> percentile) {}

        /**
         * What is known of the row beside its value.
         *
         * @param phantom whether the source states the phantom; if not, it is an assumption of the set. The same for {@code scope}
         * @param verification how the value was checked
         * @param doubt why the value or its use is doubted
         */
        public record Stated(boolean phantom, boolean scope, String verification, Optional<String> doubt) {

            /** A row without a doubt, of which nobody has written how it was checked. */
            public Stated(boolean phantom, boolean scope) {
                this(phantom, scope, "not stated", Optional.empty());
            }
        }

        /**
         * The patients that a level is for.
         *
         * @param label as the set names them
         * @param minDays youngest age, inclusive, in days as {@link org.doseagent.dose.PatientFacts#daysOfMonths} counts months; {@code maxDays}
         *     is exclusive
         * @param weightKg their weights; {@link Range#ALL} where the level depends on age alone
         */
        public record Population(String label, int minDays, int maxDays, Range weightKg) {}

        public BigDecimal value() {
            return level.value();
        }

        public Optional<BigDecimal> target() {
            return level.target();
        }

        public Optional<Integer> percentile() {
            return level.percentile();
        }

        public boolean isPhantomStated() {
            return stated.phantom();
        }

        public boolean isScopeStated() {
            return stated.scope();
        }

        public String population() {
            return patients.label();
        }

        public int minDays() {
            return patients.minDays();
        }

        public int maxDays() {
            return patients.maxDays();
        }

        public Range weightKg() {
            return patients.weightKg();
        }

        public boolean isForAge(int days) {
            return days >= minDays() && days < maxDays();
        }

        public boolean goesByWeight() {
            return !weightKg().equals(Range.ALL);
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
            "superseded",
            "verification",
            "rows");

    /**
     * Reads a set.
     *
     * @throws DrlException naming every problem of the file at once
     */
    public static DrlSet parse(String text, FileName file, Categories categories) throws DrlException {
        LocatedYaml yaml = LocatedYaml.parse(text, file);
        JsonNode root = yaml.root();
        Problems problems = new Problems(yaml);
        problems.refuseUnknown(root, KEYS, Place.FILE);
        List<Row> rows = new ArrayList<>();
        JsonNode entries = root.path("rows");
        String verification = Yaml.text(root, "verification").orElse("not stated");
        for (int i = 0; i < entries.size(); i++) {
            DrlRows.parse(entries.get(i), Place.element("rows", i), verification, problems)
                    .ifPresent(rows::add);
        }
        DrlRows.overlapsAndGaps(rows, problems);
        for (Row row : rows) {
            if (categories.find(row.category()).isEmpty()) {
                problems.add(Place.of("rows"), row.category() + " is not in the categories");
            }
        }
        String tier = problems.required(root, "tier", Place.FILE);
        if (!tier.matches("[ABC]?|" + LOCAL)) {
            problems.add(Place.of("tier"), "must be A, B or C, or L for typical values of the site");
        }
        String jurisdiction = problems.required(root, "jurisdiction", Place.FILE);
        if (!jurisdiction.matches("([A-Z]{2})?")) {
            problems.add(Place.of("jurisdiction"), "must be two letters; NO needs quotes, YAML reads it as false");
        }
        DrlSet set = new DrlSet(
                new Publication(
                        problems.required(root, "id", Place.FILE),
                        problems.required(root, "title", Place.FILE),
                        jurisdiction,
                        problems.required(root, "edition", Place.FILE),
                        problems.required(root, "source", Place.FILE),
                        successor(root.path("superseded"), problems)),
                new Trust(tier, root.path("verified").asBoolean(false), false),
                new Validity(date(root, "validFrom", problems), date(root, "validTo", problems)),
                Yaml.sha256(text),
                root.path("countsLocalizers").asBoolean(true),
                method(root, problems),
                rows);
        if (rows.isEmpty()) {
            problems.add(Place.of("rows"), "at least one is needed");
        }
        problems.refuse();
        return set;
    }

    public String id() {
        return publication.id();
    }

    public String title() {
        return publication.title();
    }

    public String jurisdiction() {
        return publication.jurisdiction();
    }

    public String edition() {
        return publication.edition();
    }

    public String source() {
        return publication.source();
    }

    /** Returns the newer edition; empty where none is known. */
    public Optional<Successor> successor() {
        return publication.successor();
    }

    public String tier() {
        return trust.tier();
    }

    public boolean isVerified() {
        return trust.isVerified();
    }

    public boolean isAdopted() {
        return trust.isAdopted();
    }

    public Optional<LocalDate> validFrom() {
        return validity.from();
    }

    public Optional<LocalDate> validTo() {
        return validity.to();
    }

    /** Returns whether its levels may open alerts. An unchecked transcription is shown, but opens none. */
    public boolean isTrusted() {
        return !isOfRepository() && !isLocal() && (isVerified() || isAdopted() || !tier().equals("C"));
    }

    /** Returns whether its values are percentiles over the facilities of a repository, not levels of an authority. */
    public boolean isOfRepository() {
        return tier().equals(REPOSITORY);
    }

    /** Returns whether its values are medians of this site's own exams, above which half of all exams are. */
    public boolean isLocal() {
        return tier().equals(LOCAL);
    }

    /** Returns doubts about its rows, which a person has to check against the publication. */
    public List<String> warnings() {
        return DrlRows.warnings(rows);
    }

    /** Returns the rows of a category. */
    public List<Row> rowsOf(String category) {
        return rows.stream().filter(row -> row.category().equals(category)).toList();
    }

    /** Returns the set as if it were valid on every day. */
    public DrlSet timeless() {
        return with(trust, Validity.ALWAYS);
    }

    /** Returns the set as if it were not valid from a day on. */
    public DrlSet until(LocalDate day) {
        boolean endsBefore =
                validity.to().filter(end -> !end.isAfter(day)).isPresent();
        return endsBefore ? this : with(trust, new Validity(validity.from(), Optional.of(day)));
    }

    /** Returns what the reader of a comparison with a row must know. */
    public List<Reservation> reservations(Row row) {
        List<Reservation> reservations = new ArrayList<>();
        if (isOfRepository()) {
            reservations.add(Reservation.REPOSITORY);
        } else if (isLocal()) {
            reservations.add(Reservation.LOCAL);
        } else if (!isTrusted()) {
            reservations.add(Reservation.UNVERIFIED);
        }
        if (row.stated().doubt().isPresent()) {
            reservations.add(Reservation.DOUBT);
        }
        if (successor().isPresent()) {
            reservations.add(Reservation.SUPERSEDED);
        }
        if (!row.isPhantomStated()) {
            reservations.add(Reservation.PHANTOM);
        }
        if (!row.isScopeStated()) {
            reservations.add(Reservation.SCOPE);
        }
        return reservations;
    }

    /** Returns the reservations as one text; empty without any. */
    public Optional<String> reservation(Row row) {
        List<Reservation> reservations = reservations(row);
        return reservations.isEmpty()
                ? Optional.empty()
                : Optional.of(reservations.stream()
                        .map(reservation -> reservation.text(this, row))
                        .collect(Collectors.joining("; ")));
    }

    /** Returns this set, adopted if its hash is one of {@code sha256}. */
    public DrlSet adoptedBy(Set<String> sha256) {
        return sha256.contains(this.sha256) ? adopted() : this;
    }

    /** Returns the set as adopted by a person of the site: trusted, whatever its tier. */
    public DrlSet adopted() {
        return with(new Trust(tier(), isVerified(), true), validity);
    }

    private DrlSet with(Trust newTrust, Validity newValidity) {
        return new DrlSet(publication, newTrust, newValidity, sha256, countsLocalizers, method, rows);
    }

    /** Returns whether exams of a day are compared with this set. */
    public boolean isValidOn(LocalDate day) {
        return validity.includes(day);
    }

    private static Optional<Successor> successor(JsonNode node, Problems problems) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        problems.refuseUnknown(node, Set.of("year", "by", "set"), Place.of("superseded"));
        Optional<String> year = Yaml.text(node, "year");
        if (year.isPresent() && !year.get().matches("(19|20)\\d\\d")) {
            problems.add(Place.of("superseded.year"), "must be a year such as 2025");
            return Optional.empty();
        }
        return Optional.of(new Successor(
                year.map(Integer::valueOf), problems.required(node, "by", Place.of("superseded")), Yaml.text(node, "set")));
    }

    private static Method method(JsonNode root, Problems problems) {
        String statistic = Yaml.text(root, "statistic").orElse("median");
        if (!statistic.matches("median|mean")) {
            problems.add(Place.of("statistic"), "must be median or mean");
        }
        int minN = root.path("minN").asInt(20);
        if (minN < 5 || minN > 10_000) {
            problems.add(Place.of("minN"), "must be 5 to 10000");
        }
        Range weights = DrlRows.range(root, "minKg", "maxKg", Place.FILE, problems);
        return new Method(
                statistic.equals("mean") ? Statistic.MEAN : Statistic.MEDIAN,
                minN,
                weights.equals(Range.ALL) ? Optional.empty() : Optional.of(weights));
    }

    private static Optional<LocalDate> date(JsonNode root, String field, Problems problems) {
        try {
            return Yaml.text(root, field).map(LocalDate::parse);
        } catch (DateTimeException e) {
            problems.add(Place.of(field), "must be a date such as 2026-10-01");
            return Optional.empty();
        }
    }
}
