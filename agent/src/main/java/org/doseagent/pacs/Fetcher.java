package org.doseagent.pacs;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.net.calling.ArchiveClient.RetrieveEnd;
import org.doseagent.pacs.PacsSettings.Archive;
import org.doseagent.pacs.PacsSettings.Retrieve;

/** Fetches the reports of one study after the other. Confined to one thread. */
final class Fetcher {

    /** PS3.4 table C.4-3. */
    private static final int SOME_FAILED = 0xB000;

    private static final int ALL_FAILED = 0xA702;

    private final ArchiveSession session;
    private final Inlet inlet;

    /**
     * What was asked for.
     *
     * @param expected the objects that must have come; a whole series names none, so with C-GET they are those that came
     * @param undecided reports of a general class that came although the PACS did not return their class; they were refused
     * @param unexpected objects that the PACS sent without having been asked for; they were refused
     */
    record Fetched(Set<SopInstanceUid> expected, int undecided, int unexpected) {}

    Fetcher(ArchiveSession session, Inlet inlet) {
        this.session = session;
        this.inlet = inlet;
    }

    /**
     * Fetches these reports.
     *
     * @throws ArchiveException if the PACS refuses, or could not send one of them
     * @throws IOException if the association is lost again and again
     */
    Fetched fetch(StudyInstanceUid study, List<FoundReport> reports) throws IOException, InterruptedException {
        Archive archive = session.archive();
        boolean isGet = archive.retrieve() == Retrieve.GET;
        AeTitle destination = archive.own().moveTo();
        Set<SopInstanceUid> expected = new LinkedHashSet<>();
        int undecided = 0;
        int unexpected = 0;
        for (FoundReport report : reports) {
            Arrival arrival = new Arrival(report, archive.fetchesUndecided(), inlet);
            RetrieveEnd end = isGet
                    ? session.run(client -> client.get(Keys.toRetrieve(study, report), arrival))
                    : session.run(client -> client.move(Keys.toRetrieve(study, report), destination));
            arrival.rethrow();
            if (!isSuccess(end, arrival)) {
                throw new ArchiveException(isGet ? "C-GET" : "C-MOVE", end.status());
            }
            if (arrival.otherClasses() == 0) {
                report.sopInstanceUid().ifPresent(expected::add);
            }
            expected.addAll(arrival.kept());
            undecided += arrival.undecided();
            unexpected += arrival.unexpected();
        }
        return new Fetched(expected, undecided, unexpected);
    }

    /** A failure is none where the one report has come, or where only those objects failed that we refused by their class. */
    private static boolean isSuccess(RetrieveEnd end, Arrival arrival) {
        boolean hasFailures = end.status() == SOME_FAILED || end.status() == ALL_FAILED;
        boolean isOnlyRefused = arrival.otherClasses() > 0 && end.counts().failed() <= arrival.otherClasses();
        return end.status() == 0 || (hasFailures && (arrival.hasWanted() || isOnlyRefused));
    }
}
