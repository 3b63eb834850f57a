package org.doseagent.drl.cause;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How CTDIvol rises with the size of patients: {@code ln CTDIvol} on size, by the median of the slopes between all pairs of exams (Theil, 1950;
 * Sen, 1968), which a few odd exams do not move.
 *
 * @param slope of the logarithm, for each mm or kg; not negative
 */
record SizeCurve(Measure measure, double slope, double typicalSize) {

    /** Fewer exams of known size give no curve; our choice. */
    private static final int MIN_EXAMS = 20;

    /** What is known of the size of a patient. */
    enum Measure {
        DIAMETER("water-equivalent diameter", "mm", PartProfile::diameterMm),
        WEIGHT("weight", "kg", PartProfile::weightKg);

        final String label;
        final String unit;
        final Function<PartProfile, OptionalDouble> value;

        Measure(String label, String unit, Function<PartProfile, OptionalDouble> value) {
            this.label = label;
            this.unit = unit;
            this.value = value;
        }
    }

    /** Returns the curve of the first measure that the exam and enough others have. */
    static Optional<SizeCurve> of(PartProfile exam, List<PartProfile> others) {
        for (Measure measure : Measure.values()) {
            List<PartProfile> known = others.stream()
                    .filter(other -> measure.value.apply(other).isPresent())
                    .toList();
            if (measure.value.apply(exam).isPresent() && known.size() >= MIN_EXAMS) {
                return Optional.of(of(measure, known));
            }
        }
        return Optional.empty();
    }

    private static SizeCurve of(Measure measure, List<PartProfile> known) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            for (int j = i + 1; j < known.size(); j++) {
                double difference = size(measure, known.get(j)) - size(measure, known.get(i));
                if (difference != 0) {
                    slopes.add((Math.log(known.get(j).ctdiVolMGy())
                                    - Math.log(known.get(i).ctdiVolMGy()))
                            / difference);
                }
            }
        }
        Collections.sort(slopes);
        double slope = slopes.isEmpty() ? 0 : Math.max(0, slopes.get(slopes.size() / 2));
        return new SizeCurve(measure, slope, PartProfile.medianOf(known, each -> size(measure, each)));
    }

    private static double size(Measure measure, PartProfile profile) {
        return measure.value.apply(profile).orElseThrow();
    }

    double sizeOf(PartProfile exam) {
        return size(measure, exam);
    }

    /** Returns what the size of a patient multiplies CTDIvol by. */
    double factor(PartProfile exam) {
        return Math.exp(slope * (sizeOf(exam) - typicalSize));
    }
}
