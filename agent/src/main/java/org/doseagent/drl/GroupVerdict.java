package org.doseagent.drl;

/** How a group stands to a reference level. A value equal to the level is within. */
public enum GroupVerdict {
    /** Fewer patients than the set asks for. */
    INSUFFICIENT,
    /** With the whole interval below the target of the source, or the site's fraction of the level: check image quality. */
    BELOW_TARGET,
    WITHIN,
    /** Above, but the interval of the statistic still holds the level. */
    ABOVE_NOT_SIGNIFICANT,
    /** Above, with the whole interval. */
    ABOVE,
    /** Above with the whole interval in this group, and in the one before with the whole interval of that one. */
    CONSISTENTLY_ABOVE;

    /** Returns the name as the command line prints it. */
    public String label() {
        return name().replace('_', '-');
    }

    public boolean isAbove() {
        return this == ABOVE || this == CONSISTENTLY_ABOVE;
    }
}
