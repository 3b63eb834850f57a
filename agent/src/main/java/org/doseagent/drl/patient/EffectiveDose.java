package org.doseagent.drl.patient;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.PatientFacts;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.mapping.Categories.Region;

/**
 * Effective dose: DLP times a factor for the region and age. It compares exams and populations; it is not the risk of one patient, and published
 * factors for one region differ by up to 1.8 times.
 */
public final class EffectiveDose {

    /** Where the factors come from. */
    public static final String SOURCE =
            "AAPM Report 96 (2008), table 3, 120 kV, ICRP 60; children: head only, because their factors for the body are for the 16 cm phantom";

    private static final int HEAD_CM = 16;
    private static final int BODY_CM = 32;
    private static final double DAYS_PER_YEAR = 365.25;

    /** Factors of adults in mSv/(mGy·cm): head on the 16 cm phantom, the others on 32 cm. Regions without a factor have no effective dose. */
    private static final Map<Region, Double> ADULT =
            Map.of(Region.HEAD, 0.0021, Region.CHEST, 0.014, Region.ABDOMEN, 0.015, Region.TRUNK, 0.015);

    /** Factors of the head of children by age in years. */
    private static final TreeMap<Double, Double> HEAD_OF_CHILD =
            new TreeMap<>(Map.of(0.0, 0.011, 1.0, 0.0067, 5.0, 0.0040, 10.0, 0.0032));

    private EffectiveDose() {}

    /** Returns the effective dose of a part in mSv; empty without a factor for its region, age and phantom. */
    public static Optional<Double> milliSievert(ExamPart part, PatientFacts patient, Categories categories) {
        Optional<Region> region = part.category().flatMap(categories::find).map(category -> category.region());
        Optional<Double> dlp = part.dlpMGyCm().map(BigDecimal::doubleValue);
        if (region.isEmpty() || dlp.isEmpty() || patient.ageDays().isEmpty()) {
            return Optional.empty();
        }
        int phantom = region.get() == Region.HEAD ? HEAD_CM : BODY_CM;
        if (!part.phantomCm().equals(Optional.of(phantom))) {
            return Optional.empty();
        }
        return factor(region.get(), patient.ageDays().get()).map(factor -> dlp.get() * factor);
    }

    private static Optional<Double> factor(Region region, int ageDays) {
        if (ageDays >= PatientFacts.ADULT_DAYS) {
            return Optional.ofNullable(ADULT.get(region));
        }
        return region == Region.HEAD ? Optional.of(headOfChild(ageDays / DAYS_PER_YEAR)) : Optional.empty();
    }

    /** Between two ages by a straight line; above the oldest one its factor, which is a little too high. */
    private static double headOfChild(double years) {
        Map.Entry<Double, Double> younger = HEAD_OF_CHILD.floorEntry(years);
        Map.Entry<Double, Double> older = HEAD_OF_CHILD.higherEntry(years);
        if (older == null) {
            return younger.getValue();
        }
        double part = (years - younger.getKey()) / (older.getKey() - younger.getKey());
        return younger.getValue() + part * (older.getValue() - younger.getValue());
    }
}
