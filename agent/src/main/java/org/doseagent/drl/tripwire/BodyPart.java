package org.doseagent.drl.tripwire;

import java.util.Optional;
import org.doseagent.drl.mapping.Categories.Region;

/** The parts of the body for which the tripwire has values. */
public enum BodyPart {
    HEAD("head"),
    /** Many rotations over one place of the head, whose CTDIvol is the sum of all. */
    HEAD_PERFUSION("perfusion run of the head"),
    /** Neck, spine, chest, abdomen and pelvis. */
    BODY("neck and torso"),
    EXTREMITY("extremities");

    private final String label;

    BodyPart(String label) {
        this.label = label;
    }

    /** Returns the part in words. */
    public String label() {
        return label;
    }

    /** Returns the part that a coarse region of a category belongs to; empty where the region may be any. */
    static Optional<BodyPart> of(Region region) {
        return switch (region) {
            case HEAD -> Optional.of(HEAD);
            case NECK, SPINE, CHEST, TRUNK, ABDOMEN -> Optional.of(BODY);
            case EXTREMITY -> Optional.of(EXTREMITY);
            case WHOLE_BODY, OTHER -> Optional.empty();
        };
    }
}
