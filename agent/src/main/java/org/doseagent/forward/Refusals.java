package org.doseagent.forward;

import org.doseagent.dose.assessment.AlertWords;
import java.util.List;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.ledger.StoredRelease;

/** The alerts of releases that the repository has refused. */
public final class Refusals {

    private final AlertStore alerts;

    public Refusals(AlertStore alerts) {
        this.alerts = alerts;
    }

    /** Opens an alert; each refusal is a new one, since a person acts between two attempts. Repeating it changes nothing. */
    void open(StoredRelease release, String reason) {
        String text = "The aggregate of " + release.period()
                + " was refused, and the agent does not send it again by itself: \"" + reason
                + "\". Submission " + release.submissionId()
                + ". Correct the cause or ask the repository, then run dose-agent outbox retry.";
        Alert draft = Alert.of(AlertKind.DELIVERY_REFUSED, prefix(release) + (release.attempts() + 1), AlertWords.of(text));
        alerts.ofRepository(List.of(draft), prefix(release));
    }

    /** Closes the alerts of a release that has arrived. */
    void close(StoredRelease release) {
        alerts.ofRepository(List.of(), prefix(release));
    }

    private static String prefix(StoredRelease release) {
        return "delivery:" + release.submissionId() + ":";
    }
}
