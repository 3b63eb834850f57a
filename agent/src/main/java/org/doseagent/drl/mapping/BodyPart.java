package org.doseagent.drl.mapping;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The parts of the body by which what two texts say of an exam is compared. */
public enum BodyPart {
    HEAD,
    NECK,
    CHEST,
    ABDOMEN,
    PELVIS,
    ARM,
    LEG;

    /** The parts that a scan of this one may reach into. */
    private Set<BodyPart> neighbours() {
        return switch (this) {
            case HEAD -> EnumSet.of(NECK);
            case NECK -> EnumSet.of(HEAD, CHEST, ARM);
            case CHEST -> EnumSet.of(NECK, ABDOMEN, ARM);
            case ABDOMEN -> EnumSet.of(CHEST, PELVIS);
            case PELVIS -> EnumSet.of(ABDOMEN, LEG);
            case ARM -> EnumSet.of(NECK, CHEST);
            case LEG -> EnumSet.of(PELVIS);
        };
    }

    /** Tells whether two sets share a part or have neighbouring ones. */
    static boolean areNear(Set<BodyPart> one, Set<BodyPart> other) {
        return one.stream().anyMatch(part -> other.contains(part) || !Collections.disjoint(part.neighbours(), other));
    }
}
