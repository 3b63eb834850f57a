package org.doseagent.drl;

/** How a group stands to a reference level. A value equal to the level is within. */
public enum GroupVerdict {
    /** Fewer patients than the set asks for. */
    INSUFFICIENT,
    /** Far below: check image quality. */
    BELOW_TARGET,
    WITHIN,
    /** Above, but the interval of the statistic still holds the level. */
    ABOVE_NOT_SIGNIFICANT,
    /** Above, with the whole interval. */
    ABOVE,
    /** Above in this group and in the one before, and with the whole interval of both together. */
    CONSISTENTLY_ABOVE;

    /** Returns the name as the command line prints it. */
    public String label() {
        return name().replace('_', '-');
    }

    public boolean isAbove() {
        return this == ABOVE || this == CONSISTENTLY_ABOVE;
    }
}
