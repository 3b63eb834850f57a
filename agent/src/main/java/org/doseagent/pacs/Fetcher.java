package org.doseagent.pacs;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.association.ArchiveClient.RetrieveEnd;
import org.doseagent.pacs.PacsSettings.Retrieve;
import org.jspecify.annotations.Nullable;

/** Fetches the reports of one study after the other. Confined to one thread. */
final class Fetcher {

    private final ArchiveSession session;
    private final Inlet inlet;

    /**
     * What was asked for.
     *
     * @param expected the objects that must have come; a whole series names none, so with C-GET they are those that came
     * @param unexpected objects that the PACS sent without having been asked for; they were refused
     */
    record Fetched(Set<SopInstanceUid> expected, int unexpected) {}

    Fetcher(ArchiveSession session, Inlet inlet) {
        this.session = session;
        this.inlet = inlet;
    }

    /**
     * Fetches these reports.
     *
     * @throws ArchiveException if the PACS refuses, or says that it sent what did not come
     * @throws IOException if the association is lost again and again
     */
    Fetched fetch(StudyInstanceUid study, List<FoundReport> reports)
            throws IOException, InterruptedException {
        Set<SopInstanceUid> expected = new LinkedHashSet<>();
        int unexpected = 0;
        for (FoundReport report : reports) {
            Arrival arrival = new Arrival(report.sopInstanceUid(), inlet);
            RetrieveEnd end = session.archive().retrieve() == Retrieve.GET
                    ? session.run(client -> client.get(Keys.toRetrieve(study, report), arrival))
                    : session.run(client -> client.move(
                            Keys.toRetrieve(study, report),
                            session.archive().own().moveTo()));
            arrival.rethrow();
            boolean hasCome = arrival.hasCome() && end.status() == 0xB000;
            if (end.status() != 0 && !hasCome) {
                throw new ArchiveException(operation(), end.status());
            }
            report.sopInstanceUid().ifPresent(expected::add);
            expected.addAll(arrival.kept);
            unexpected += arrival.unexpected;
        }
        return new Fetched(expected, unexpected);
    }

    private String operation() {
        return session.archive().retrieve() == Retrieve.GET ? "C-GET" : "C-MOVE";
    }

    /** The objects that come for one C-GET. A failure to keep one is thrown after the operation, which must end first. */
    private static final class Arrival implements ObjectSink {

        private final Optional<SopInstanceUid> wanted;
        private final Inlet inlet;
        private final Set<SopInstanceUid> kept = new LinkedHashSet<>();
        private int unexpected;
        private @Nullable RuntimeException failure;
        private @Nullable InterruptedException interrupt;

        Arrival(Optional<SopInstanceUid> wanted, Inlet inlet) {
            this.wanted = wanted;
            this.inlet = inlet;
        }

        boolean hasCome() {
            return wanted.isPresent() && kept.contains(wanted.get());
        }

        @Override
        public StoreStatus store(ReceivedObject object) {
            if (wanted.filter(uid -> !uid.equals(object.sopInstanceUid())).isPresent()) {
                unexpected++;
                return StoreStatus.INVALID_INSTANCE;
            }
            if (kept.contains(object.sopInstanceUid())) {
                return StoreStatus.SUCCESS; // sent twice, or again after the association was lost
            }
            try {
                inlet.keep(object);
                kept.add(object.sopInstanceUid());
                return StoreStatus.SUCCESS;
            } catch (InterruptedException e) {
                interrupt = e;
            } catch (RuntimeException e) {
                failure = e;
            }
            return StoreStatus.OUT_OF_RESOURCES;
        }

        void rethrow() throws InterruptedException {
            if (interrupt != null) {
                throw interrupt;
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
