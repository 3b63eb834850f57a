package org.doseagent.intake;

/**
 * Which received objects are looked at before they are stored, and how many unreadable ones an address may store.
 *
 * @param largerThanBytes a longer object is read before it is stored; a deflated one already above a sixteenth of it. An ordinary report
 *     is shorter, so that it is received without being read
 * @param maxUnreadablePerMinute unreadable objects of one address that are stored, and quarantined, in a minute; a further one is answered
 *     A700H, so that its sender keeps it
 */
public record ScreeningSettings(int largerThanBytes, int maxUnreadablePerMinute) {

    /** Real reports deflate about 10:1. */
    private static final int DEFLATED_SHARE = 16;

    public ScreeningSettings {
        if (largerThanBytes < 1 || maxUnreadablePerMinute < 1) {
            throw new IllegalArgumentException("the limits of the screening must be positive");
        }
    }

    /** Returns whether an object of this length is looked at. */
    boolean includes(int bytes, boolean isDeflated) {
        return bytes > (isDeflated ? largerThanBytes / DEFLATED_SHARE : largerThanBytes);
    }
}
