package org.doseagent.store.exams.columns;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Finding;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.store.StoreException;

/** The numbers that stand for the constants of an enum in doses.db. A number is never given to another constant. */
public final class Coding<E extends Enum<E>> {

    public static final Coding<EventRole> ROLE = new Coding<>(Map.of(
            EventRole.DIAGNOSTIC, 0,
            EventRole.LOCALIZER, 1,
            EventRole.TIMING, 2,
            EventRole.QA, 3));

    public static final Coding<AcquisitionType> ACQUISITION = new Coding<>(Map.of(
            AcquisitionType.SPIRAL, 0,
            AcquisitionType.SEQUENCED, 1,
            AcquisitionType.CONSTANT_ANGLE, 2,
            AcquisitionType.STATIONARY, 3,
            AcquisitionType.FREE, 4,
            AcquisitionType.CONE_BEAM, 5));

    public static final Coding<Finding.Kind> FINDING = new Coding<>(Map.of(
            Finding.Kind.MISSING, 0,
            Finding.Kind.CONFLICT, 1,
            Finding.Kind.UNIT, 2,
            Finding.Kind.VALUE, 3,
            Finding.Kind.STRUCTURE, 4,
            Finding.Kind.DUPLICATE, 5,
            Finding.Kind.INFERRED, 6));

    public static final Coding<Quantity> QUANTITY = new Coding<>(Map.of(
            Quantity.DLP, 0,
            Quantity.CTDIVOL, 1));

    public static final Coding<Verdict> VERDICT = new Coding<>(Map.of(
            Verdict.WITHIN, 0,
            Verdict.EXCEEDED, 1,
            Verdict.NOT_ASSESSED, 2));

    private final Map<E, Integer> numbers;
    private final Map<Integer, E> constants = new HashMap<>();

    private Coding(Map<E, Integer> numbers) {
        this.numbers = new EnumMap<>(numbers);
        numbers.forEach((constant, number) -> constants.put(number, constant));
    }

    /** Returns the number; every constant has one. */
    public int number(E constant) {
        Integer number = numbers.get(constant);
        if (number == null) {
            throw new IllegalStateException(constant + " has no number in the store");
        }
        return number;
    }

    /**
     * Returns the constant with this number.
     *
     * @throws StoreException if no constant has this number
     */
    public E constant(int number) {
        E constant = constants.get(number);
        if (constant == null) {
            throw new StoreException(
                    "the store has the unknown code " + number, new IllegalStateException("unknown code"), false);
        }
        return constant;
    }
}
