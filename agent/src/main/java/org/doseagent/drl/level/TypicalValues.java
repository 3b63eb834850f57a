package org.doseagent.drl.level;

import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.mapping.Categories.Region;

/**
 * The typical values of a site (ICRP 135): medians of its own exams by category, population, phantom and quantity, as a file of levels.
 *
 * @param text the file, as {@link DrlSet#parse} reads it; it has no row where no group is large enough
 * @param groups what the file has, one for each category, population and phantom
 * @param tooSmall groups of fewer patients than ICRP 135 and RP 185 ask for; they have no value
 */
public record TypicalValues(String text, List<Group> groups, List<Group> tooSmall) {

    /** Patients of a group of adults (ICRP 135). */
    public static final int MIN_ADULTS = 20;

    /** Patients of a group of children (RP 185). */
    public static final int MIN_CHILDREN = 10;

    /** Beginnings of the age bands of RP 185 in months: those of the head, and those that RP 185 gives for the weight bands of the body. */
    private static final List<Integer> HEAD_MONTHS = List.of(0, 3, 12, 72);

    private static final List<Integer> BODY_MONTHS = List.of(0, 1, 48, 120, 168);
    private static final int ADULT_MONTHS = 216;

    public TypicalValues {
        groups = List.copyOf(groups);
        tooSmall = List.copyOf(tooSmall);
    }

    /** Exams of one category, population and phantom. */
    public record Group(String category, String population, int phantomCm, int exams) {}

    /**
     * Who froze which values for how long.
     *
     * @param period the exams, such as "2025-01-01 to 2025-12-31"
     * @param validFrom first day of the exams that are compared; {@code expires} is the first day on which the values are too old
     */
    public record SignOff(
            int version, String jurisdiction, String by, String period, LocalDate frozen, LocalDate validFrom, LocalDate expires) {

        /** Returns the identifier of the set. */
        public String id() {
            return "local-typical-" + version;
        }
    }

    /** A band of ages with its exams. */
    private record Band(String label, int minDays, int maxDays, List<PartDose> parts) {}

    /** Freezes the values of some exams. */
    public static TypicalValues freeze(Map<String, List<PartDose>> byCategory, Categories categories, SignOff signOff) {
        List<Group> groups = new ArrayList<>();
        List<Group> tooSmall = new ArrayList<>();
        StringBuilder rows = new StringBuilder();
        new TreeMap<>(byCategory).forEach((category, parts) -> {
            Map<Integer, List<PartDose>> byPhantom = new TreeMap<>();
            parts.forEach(part -> part.phantomCm()
                    .ifPresent(phantom -> byPhantom
                            .computeIfAbsent(phantom, absent -> new ArrayList<>())
                            .add(part)));
            boolean isHead = categories
                    .find(category)
                    .filter(found -> found.region() == Region.HEAD)
                    .isPresent();
            byPhantom.forEach((phantom, own) -> {
                for (Band band : bands(own, isHead ? HEAD_MONTHS : BODY_MONTHS)) {
                    boolean isAdult = band.minDays() >= PatientFacts.ADULT_DAYS;
                    Group group = new Group(category, band.label(), phantom, band.parts().size());
                    String written = band.parts().size() < (isAdult ? MIN_ADULTS : MIN_CHILDREN)
                            ? ""
                            : rows(group, band);
                    rows.append(written);
                    (written.isEmpty() ? tooSmall : groups).add(group);
                }
            });
        });
        return new TypicalValues(head(signOff) + rows, groups, tooSmall);
    }

    /** Adults, and the age bands of children; a band with too few children joins the next older one, the oldest the one before. */
    private static List<Band> bands(List<PartDose> parts, List<Integer> months) {
        List<Band> bands = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < months.size(); i++) {
            int to = i + 1 < months.size() ? months.get(i + 1) : ADULT_MONTHS;
            Band band = band(parts, from, to);
            boolean isLast = i + 1 == months.size();
            if (band.parts().size() >= MIN_CHILDREN) {
                bands.add(band);
                from = to;
            } else if (isLast && !bands.isEmpty()) {
                int start = months(bands.remove(bands.size() - 1).minDays(), months);
                bands.add(band(parts, start, to));
            } else if (isLast && !band.parts().isEmpty()) {
                bands.add(band);
            }
        }
        List<PartDose> adults = within(parts, PatientFacts.ADULT_DAYS, Integer.MAX_VALUE);
        if (!adults.isEmpty()) {
            bands.add(new Band("adult", PatientFacts.ADULT_DAYS, Integer.MAX_VALUE, adults));
        }
        return bands;
    }

    private static int months(int days, List<Integer> months) {
        return months.stream()
                .filter(month -> PatientFacts.daysOfMonths(month) == days)
                .findFirst()
                .orElseThrow();
    }

    private static Band band(List<PartDose> parts, int fromMonths, int toMonths) {
        int from = PatientFacts.daysOfMonths(fromMonths);
        int to = PatientFacts.daysOfMonths(toMonths);
        return new Band("child " + age(fromMonths) + " to " + age(toMonths), from, to, within(parts, from, to));
    }

    private static String age(int months) {
        return months % 12 == 0 ? months / 12 + " y" : months + " m";
    }

    private static List<PartDose> within(List<PartDose> parts, int from, int to) {
        return parts.stream()
                .filter(part -> part.ageDays()
                        .filter(days -> days >= from && days < to)
                        .isPresent())
                .toList();
    }

    private static String rows(Group group, Band band) {
        return row(group, band, Quantity.CTDIVOL, PartDose::ctdiVolMGy)
                + row(group, band, Quantity.DLP, PartDose::dlpMGyCm);
    }

    private static String row(
            Group group, Band band, Quantity quantity, Function<PartDose, Optional<BigDecimal>> value) {
        List<BigDecimal> sorted = band.parts().stream()
                .flatMap(part -> value.apply(part).stream())
                .filter(each -> each.signum() > 0)
                .sorted()
                .toList();
        boolean isAdult = band.minDays() >= PatientFacts.ADULT_DAYS;
        if (sorted.size() < (isAdult ? MIN_ADULTS : MIN_CHILDREN)) {
            return "";
        }
        return "  - {category: " + group.category() + ", quantity: " + quantity + ", scope: "
                + (quantity == Quantity.DLP ? "EXAM, value: \"" : "ACQUISITION, value: \"")
                + Percentiles.of(sorted, 50).setScale(2, RoundingMode.HALF_UP).toPlainString() + "\", unit: "
                + (quantity == Quantity.DLP ? "mGy.cm" : "mGy") + ", percentile: 50, phantomCm: " + group.phantomCm()
                + ", phantomStated: true, population: " + quoted(group.population()) + ", minDays: " + band.minDays()
                + (isAdult ? "" : ", maxDays: " + band.maxDays()) + ", verification: "
                + quoted("median of " + sorted.size() + " exams") + "}\n";
    }

    private static String head(SignOff signOff) {
        return "# Typical values (ICRP 135) of this site: medians of its own exams. Half of all exams are above them, so that they open no alert.\n"
                + "# Written by drl local freeze; do not edit: the audit has the hash of this file.\n"
                + "id: " + signOff.id() + "\n"
                + "title: \"Typical values of this site\"\n"
                + "jurisdiction: " + quoted(signOff.jurisdiction()) + "\n"
                + "edition: " + quoted("version " + signOff.version() + ", frozen on " + signOff.frozen()) + "\n"
                + "source: "
                + quoted("exams of this site from " + signOff.period() + ", signed off by " + signOff.by()) + "\n"
                + "tier: " + DrlSet.LOCAL + "\n"
                + "verified: true\n"
                + "validFrom: " + signOff.validFrom() + "\n"
                + "validTo: " + signOff.expires() + "\n"
                + "statistic: median\n"
                + "minN: " + MIN_CHILDREN + "\n"
                + "countsLocalizers: true\n"
                + "rows:\n";
    }

    /** A text in double quotes is the same in YAML and JSON. */
    private static String quoted(String text) {
        return new TextNode(text).toString();
    }
}
