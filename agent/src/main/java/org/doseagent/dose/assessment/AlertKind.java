package org.doseagent.dose.assessment;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of alert; the labels are those of the command line. */
public enum AlertKind {
    EXAM_ABOVE_DRL("exam-above-drl"),
    EXAM_FAR_ABOVE_DRL("exam-far-above-drl"),
    EVENT_CTDIVOL("event-ctdivol"),
    MEDIAN_ABOVE_DRL("median-above-drl"),
    MEDIAN_FAR_BELOW("median-far-below"),
    GROUP_RULE("group-rule"),
    CHANGE("change"),
    SILENCE("silence"),
    DOSE_CREEP("dose-creep"),
    DOSE_CHECK("dose-check"),
    DATA_QUALITY("data-quality"),
    DELIVERY_REFUSED("delivery-refused");

    private final String label;

    AlertKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Returns the kind with this label. */
    public static Optional<AlertKind> of(String label) {
        return Stream.of(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }
}
