package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.level.DrlSet.Range;

/**
 * The parts that count in a group beside one level, in the order that they were given, and how many were left out for which reason. Every comparison
 * of a group asks this class who counts.
 *
 * <p>A part counts if its age is in the age band of the level, if it has a value on the phantom of the level, and if its weight fits. A level
 * with a weight band of its own is for these weights, whatever the age. Otherwise the weight band of the set applies, and it applies to adults
 * only: children of every weight count, those of unknown weight too.
 */
public record GroupMembers(List<Member> members, GroupResult.LeftOut leftOut) {

    public GroupMembers {
        members = List.copyOf(members);
    }

    /** A part that counts, and its value in the quantity of the level. */
    public record Member(PartDose part, BigDecimal value) {
        public LocalDate day() {
            return part.studyDateTime().toLocalDate();
        }
    }

    /** What decides about the levels for a patient. */
    record Patient(int ageDays, Optional<BigDecimal> weightKg) {

        static Optional<Patient> of(PartDose part) {
            return part.ageDays().map(days -> new Patient(days, part.weightKg()));
        }
    }

    private enum Place {
        MEMBER,
        OTHER_POPULATION,
        AGE_UNKNOWN,
        OTHER_PHANTOM,
        NO_VALUE,
        WEIGHT_UNKNOWN,
        WEIGHT_OUTSIDE
    }

    private enum Weight {
        FITS,
        UNKNOWN,
        OUTSIDE
    }

    /** Chooses the members of a group from the parts of one category. */
    public static GroupMembers of(List<PartDose> parts, DrlSet set, DrlSet.Row row) {
        List<Member> members = new ArrayList<>();
        Map<Place, Integer> counts = new EnumMap<>(Place.class);
        for (PartDose part : parts) {
            Place place = place(part, set, row);
            counts.merge(place, 1, Integer::sum);
            if (place == Place.MEMBER) {
                members.add(new Member(part, value(part, set, row).orElseThrow()));
            }
        }
        return new GroupMembers(
                members,
                new GroupResult.LeftOut(
                        counts.getOrDefault(Place.AGE_UNKNOWN, 0),
                        counts.getOrDefault(Place.OTHER_PHANTOM, 0),
                        counts.getOrDefault(Place.NO_VALUE, 0),
                        counts.getOrDefault(Place.WEIGHT_UNKNOWN, 0),
                        counts.getOrDefault(Place.WEIGHT_OUTSIDE, 0)));
    }

    /**
     * Returns what a part is beside a level; patients of another age, or of a weight that has another level, are not left
     * out of this one.
     */
    private static Place place(PartDose part, DrlSet set, DrlSet.Row row) {
        Optional<Patient> patient = Patient.of(part);
        if (patient.isEmpty()) {
            return Place.AGE_UNKNOWN;
        }
        if (!row.isForAge(patient.get().ageDays())) {
            return Place.OTHER_POPULATION;
        }
        if (part.phantomCm().filter(cm -> cm != row.phantomCm()).isPresent()) {
            return Place.OTHER_PHANTOM;
        }
        if (value(part, set, row).isEmpty()) {
            return Place.NO_VALUE;
        }
        return switch (weight(patient.get(), set, row)) {
            case FITS -> Place.MEMBER;
            case UNKNOWN -> Place.WEIGHT_UNKNOWN;
            case OUTSIDE -> row.goesByWeight() ? Place.OTHER_POPULATION : Place.WEIGHT_OUTSIDE;
        };
    }

    /** Returns whether a level is for a patient by age and weight, whatever was measured. */
    static boolean isFor(Patient patient, DrlSet set, DrlSet.Row row) {
        return row.isForAge(patient.ageDays) && weight(patient, set, row) == Weight.FITS;
    }

    private static Weight weight(Patient patient, DrlSet set, DrlSet.Row row) {
        Range band = row.goesByWeight()
                ? row.weightKg()
                : set.method().weightKg().filter(ofAdults -> patient.ageDays >= PatientFacts.ADULT_DAYS).orElse(Range.ALL);
        if (band.equals(Range.ALL)) {
            return Weight.FITS;
        }
        return patient.weightKg
                .map(kg -> band.contains(kg) ? Weight.FITS : Weight.OUTSIDE)
                .orElse(Weight.UNKNOWN);
    }

    /** Returns the value of a part in the quantity and scope of a level; empty on another phantom. */
    static Optional<BigDecimal> value(PartDose part, DrlSet set, DrlSet.Row row) {
        if (part.phantomCm().filter(cm -> cm == row.phantomCm()).isEmpty()) {
            return Optional.empty();
        }
        if (row.quantity() == Quantity.CTDIVOL) {
            return part.ctdiVolMGy();
        }
        if (row.scope() != DrlSet.Scope.EXAM) {
            return part.totals().dlpLargestPhaseMGyCm();
        }
        return set.countsLocalizers() ? part.dlpMGyCm() : part.totals().dlpDiagnosticMGyCm();
    }
}
