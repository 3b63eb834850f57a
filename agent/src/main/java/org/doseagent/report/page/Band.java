package org.doseagent.report.page;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.drl.level.DrlSet;

/**
 * A band of patients: adults, or children by age on the 16 cm phantom and by weight on the 32 cm phantom (RP 185, 4).
 *
 * @param order adults first, then from small to large
 * @param key of the words of the page, with {@code from} and {@code to} filled in
 * @param age empty where the band is one of weight
 */
public record Band(int order, String key, String from, String to, Optional<PopulationBand> age)
        implements Comparable<Band> {

    public static final Band ADULT = new Band(0, "adult", "", "", Optional.empty());

    private static final int HEAD_PHANTOM_CM = 16;
    private static final List<PopulationBand> AGES = List.of(PopulationBand.values());
    private static final List<Integer> KILOGRAMS = List.of(0, 5, 15, 30, 50, 80);

    /** Returns the band of a part; empty when the age is not known. */
    static Optional<Band> of(PartDose part) {
        if (part.ageDays().isEmpty()) {
            return Optional.empty();
        }
        int days = part.ageDays().get();
        if (days >= PatientFacts.ADULT_DAYS) {
            return Optional.of(ADULT);
        }
        if (part.phantomCm().filter(cm -> cm == HEAD_PHANTOM_CM).isPresent()) {
            return PopulationBand.of(days)
                    .map(band -> new Band(10 + AGES.indexOf(band), "band." + band.label(), "", "", Optional.of(band)));
        }
        return Optional.of(
                part.weightKg().map(Band::ofWeight).orElse(new Band(30, "weightUnknown", "", "", Optional.empty())));
    }

    private static Band ofWeight(BigDecimal weight) {
        int at = KILOGRAMS.size() - 1;
        while (at > 0 && weight.compareTo(BigDecimal.valueOf(KILOGRAMS.get(at))) < 0) {
            at--;
        }
        boolean isLast = at == KILOGRAMS.size() - 1;
        return new Band(
                20 + at,
                isLast ? "weightFrom" : "weightBand",
                "" + KILOGRAMS.get(at),
                isLast ? "" : "" + KILOGRAMS.get(at + 1),
                Optional.empty());
    }

    /** Returns whether a level for children is for this whole band, by weight or by age. */
    public boolean isOf(DrlSet.Row row) {
        if (key.equals("weightBand")) {
            BigDecimal low = new BigDecimal(from);
            return row.goesByWeight()
                    && row.weightKg().contains(low)
                    && row.weightKg()
                            .to()
                            .filter(high -> high.compareTo(new BigDecimal(to)) >= 0)
                            .isPresent();
        }
        return !row.goesByWeight()
                && age.filter(band -> row.isForAge(band.minDays()) && row.isForAge(band.maxDays() - 1))
                        .isPresent();
    }

    public boolean isAdult() {
        return order == 0;
    }

    public String label(Words words) {
        return words.of(key, from, to);
    }

    @Override
    public int compareTo(Band other) {
        return Integer.compare(order, other.order);
    }
}
