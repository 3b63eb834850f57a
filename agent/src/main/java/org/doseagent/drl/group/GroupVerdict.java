package org.doseagent.drl.group;

/** The result of comparing a group with a reference level. A value equal to the level is within. */
public enum GroupVerdict {
    /** Fewer patients than the set requires. */
    INSUFFICIENT,
    /** The whole interval is below the target of the source, or below the site's fraction of the level: check image quality. */
    BELOW_TARGET,
    WITHIN,
    /** Above, but the interval of the statistic includes the level, or the group is too new for someone who looks after each exam. */
    ABOVE_NOT_SIGNIFICANT,
    /** The whole interval is above. */
    ABOVE,
    /** The whole interval is above, in this group and in the preceding group, or in both halves of this group. */
    CONSISTENTLY_ABOVE;

    /** Returns the name as the command line prints it. */
    public String label() {
        return name().replace('_', '-');
    }

    public boolean isAbove() {
        return this == ABOVE || this == CONSISTENTLY_ABOVE;
    }
}
