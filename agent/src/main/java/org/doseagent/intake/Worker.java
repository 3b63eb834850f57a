package org.doseagent.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.intake.erasure.ErasureCheck;
import org.doseagent.intake.erasure.Erasures;
import org.doseagent.intake.erasure.PatientSearch;
import org.doseagent.rdsr.Extraction;
import org.doseagent.rdsr.RdsrExtractor;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.InboxBatch;
import org.doseagent.store.inbox.InboxBatch.Taken;
import org.doseagent.store.inbox.InboxEntry;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.InboxEntry.Status;
import org.doseagent.store.inbox.InboxProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes received objects to their end: bytes, data set, report, exam, assessment, store. The states of the objects are
 * in the transaction of the exams, so that an end of the process in between only repeats the work. Used by one thread.
 */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** What reading one object came to: its state, or nothing because it belongs to what was erased. */
    private record Outcome(
            Taken taken, InboxProgress.Outcome inInbox, Optional<ReceivedReport> report, boolean isErased) {

        static Outcome processed(Taken taken, ReceivedReport report) {
            return new Outcome(taken, taken.as(Status.PROCESSED), Optional.of(report), false);
        }

        static Outcome notApplicable(Taken taken, String kind) {
            return new Outcome(taken, taken.as(Status.notApplicable(kind)), Optional.empty(), false);
        }

        static Outcome erased(Taken taken) {
            return new Outcome(taken, taken.as(Status.notApplicable("erased")), Optional.empty(), true);
        }

        static Outcome quarantined(Taken taken, String reason) {
            return new Outcome(taken, taken.as(Status.quarantined(reason)), Optional.empty(), false);
        }

        /** Returns the state of the object: quarantined where its report is beyond the limits of its study. */
        InboxProgress.Outcome unlessRefused(Map<Long, String> refused) {
            String reason = refused.get(inInbox.id());
            return reason == null ? inInbox : taken.as(Status.quarantined(reason));
        }
    }

    private final Inbox inbox;
    private final ExamBuilder exams;
    private final Pseudonyms pseudonyms;
    private final ReportReader reader;

    /**
     * How bytes become what a report says.
     *
     * @param erased what was erased: such an object is erased again instead of being read
     */
    public record ReportReader(DataSetReader dataSets, RdsrExtractor extractor, ErasureCheck erased) {}

    public Worker(Inbox inbox, ExamBuilder exams, Pseudonyms pseudonyms, ReportReader reader) {
        this.inbox = inbox;
        this.exams = exams;
        this.pseudonyms = pseudonyms;
        this.reader = reader;
    }

    /**
     * Processes one batch and returns how many objects it took to an end; 0 when none waits but those of {@link #processSuspect}.
     *
     * @throws StoreException if the store failed; the objects wait for the next time
     */
    public int processBatch() {
        int duplicates = 0;
        InboxBatch batch = inbox.next();
        while (batch.objects().isEmpty() && !batch.isEmpty()) { // duplicates and damaged records only
            inbox.store(batch.end(List.of()));
            duplicates += batch.duplicates();
            batch = inbox.next();
        }
        return duplicates + process(batch);
    }

    /**
     * Processes one object that was being read when the process ended, alone. Returns 0 when there is none. An object that ends the process
     * again is quarantined at the next start.
     */
    public int processSuspect() {
        return process(inbox.nextSuspect());
    }

    private int process(InboxBatch batch) {
        if (batch.objects().isEmpty()) {
            return 0;
        }
        try {
            store(batch, withoutErased(batch.objects().stream().map(this::read).toList()));
        } catch (RuntimeException e) {
            inbox.release(); // an Error leaves it as it is: it counts as tried
            throw e;
        }
        inbox.release();
        return batch.objects().size() + batch.duplicates();
    }

    /** Bytes and entries of erased studies go before the batch is stored: after a death in between, the record is an empty place. */
    private List<Outcome> withoutErased(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome.isErased()) {
                inbox.erase(outcome.taken());
                LOG.info("event=erased-again id={}", outcome.inInbox().id());
            }
        }
        return outcomes.stream().filter(outcome -> !outcome.isErased()).toList();
    }

    private void store(InboxBatch batch, List<Outcome> outcomes) {
        try {
            store(outcomes, batch::end);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            outcomes.forEach(this::storeAlone);
            inbox.store(batch.end(List.of()));
        }
    }

    /** One object that breaks the program must not stop the others. */
    private void storeAlone(Outcome outcome) {
        try {
            store(List.of(outcome), ended -> InboxProgress.of(ended.get(0)));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error(
                    "event=worker-failed id={} error={}",
                    outcome.inInbox().id(),
                    e.getClass().getName());
            inbox.store(InboxProgress.of(internalError(outcome.taken(), e).inInbox()));
        }
    }

    private void store(List<Outcome> outcomes, Function<List<InboxProgress.Outcome>, InboxProgress> progress) {
        pseudonyms.passOnPersons(); // first: a person without an exam does no harm
        List<InboxProgress.Outcome> ended = new ArrayList<>();
        exams.store(
                outcomes.stream().flatMap(outcome -> outcome.report().stream()).toList(), refused -> {
                    ended.clear();
                    outcomes.forEach(outcome -> ended.add(outcome.unlessRefused(refused)));
                    return progress.apply(ended);
                });
        ended.forEach(Worker::log);
    }

    private static void log(InboxProgress.Outcome outcome) {
        if (outcome.state() == State.QUARANTINED) {
            LOG.warn(
                    "event=quarantined id={} reason=\"{}\"",
                    outcome.id(),
                    outcome.reason().orElse(""));
        } else {
            LOG.info(
                    "event=processed id={} state={}",
                    outcome.id(),
                    outcome.state().label());
        }
    }

    private Outcome read(Taken taken) {
        InboxEntry entry = taken.entry();
        if (taken.bytes().length == 0 && entry.size() > 0) {
            return Outcome.quarantined(taken, "its bytes are damaged or were deleted");
        }
        try {
            TransferSyntax syntax = TransferSyntax.of(entry.transferSyntaxUid().value())
                    .orElseThrow(() -> new DicomException(
                            DicomException.Reason.UNSUPPORTED,
                            "transfer syntax " + entry.transferSyntaxUid().value()));
            return outcome(taken, reader.dataSets().read(taken.bytes(), syntax));
        } catch (DicomException e) {
            return reader.erased().covers(entry.sopInstanceUid())
                    ? Outcome.erased(taken)
                    : Outcome.quarantined(taken, e.reason() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error(
                    "event=reader-failed id={} error={}",
                    entry.id(),
                    e.getClass().getName());
            return internalError(taken, e);
        }
    }

    private static Outcome internalError(Taken taken, RuntimeException e) {
        return Outcome.quarantined(taken, "internal error: " + e.getClass().getSimpleName());
    }

    private Outcome outcome(Taken taken, DataSet dataSet) {
        InboxEntry entry = taken.entry();
        Erasures.Origin origin = PatientSearch.origin(dataSet, pseudonyms);
        if (reader.erased().covers(origin)) {
            return Outcome.erased(taken);
        }
        Extraction extraction = reader.extractor().extract(dataSet);
        if (extraction.kind() == Extraction.Kind.NOT_APPLICABLE) {
            return Outcome.notApplicable(taken, extraction.kindName());
        }
        if (extraction.report().isEmpty()) {
            return Outcome.quarantined(
                    taken,
                    extraction.findings().isEmpty()
                            ? "no study"
                            : extraction.findings().get(0).text());
        }
        ReceivedReport report = new ReceivedReport(
                entry.id(),
                entry.receivedAt(),
                entry.callingAeTitle(),
                extraction
                        .patient()
                        .filter(patient -> !patient.patientId().isBlank())
                        .map(pseudonyms::keyOf),
                extraction.report().get());
        return Outcome.processed(taken, report);
    }
}
