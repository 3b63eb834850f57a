package org.doseagent.dose.identity;

/**
 * The identity of an irradiation event within its study: its Irradiation Event UID or, where the report has none, the report and the
 * position of the event in it.
 *
 * @param value the UID, or {@code sopInstanceUid#position}
 * @param isUid whether the report gave a UID
 */
public record EventKey(String value, boolean isUid) {

    public static EventKey ofUid(String irradiationEventUid) {
        return new EventKey(irradiationEventUid, true);
    }

    public static EventKey ofPosition(SopInstanceUid report, int position) {
        return new EventKey(report.value() + "#" + position, false);
    }
}
