package org.doseagent.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.rdsr.Extraction;
import org.doseagent.rdsr.RdsrExtractor;
import org.doseagent.store.StoreException;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.InboxEntry;
import org.doseagent.store.inbox.InboxEntry.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes received objects to their end: bytes, data set, report, exam, assessment, store. The inbox entry is marked after the commit, so
 * that dying in between only repeats the work. Used by one thread.
 */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** Objects of one transaction. */
    private static final int BATCH = 500;

    /** What reading one object came to. */
    private record Outcome(long id, State state, Optional<String> reason, Optional<ReceivedReport> report) {}

    private final Inbox inbox;
    private final DoseStore doses;
    private final Pseudonyms pseudonyms;
    private final Function<Exam, AssessedExam> assess;
    private final ReportReader reader;

    /** How bytes become what a report says. */
    public record ReportReader(DataSetReader dataSets, RdsrExtractor extractor) {}

    public Worker(
            Inbox inbox,
            DoseStore doses,
            Pseudonyms pseudonyms,
            Function<Exam, AssessedExam> assess,
            ReportReader reader) {
        this.inbox = inbox;
        this.doses = doses;
        this.pseudonyms = pseudonyms;
        this.assess = assess;
        this.reader = reader;
    }

    /**
     * Processes one batch and returns how many objects it took to an end; 0 when none waits.
     *
     * @throws StoreException if the store failed; the objects wait for the next time
     */
    public int processBatch() {
        List<Inbox.Stored> batch = inbox.unprocessed(0, BATCH);
        List<Outcome> outcomes = new ArrayList<>();
        for (Inbox.Stored stored : batch) {
            outcomes.add(read(stored));
        }
        store(outcomes);
        return batch.size();
    }

    private void store(List<Outcome> outcomes) {
        try {
            apply(outcomes);
            inbox.mark(outcomes.stream()
                    .map(outcome -> new Inbox.Mark(outcome.id(), outcome.state(), outcome.reason()))
                    .toList());
            outcomes.forEach(Worker::log);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            if (outcomes.size() == 1) {
                quarantine(outcomes.get(0), e);
            } else {
                outcomes.forEach(outcome -> store(List.of(outcome)));
            }
        }
    }

    private void apply(List<Outcome> outcomes) {
        List<ReceivedReport> reports =
                outcomes.stream().flatMap(outcome -> outcome.report().stream()).toList();
        if (!reports.isEmpty()) {
            pseudonyms.passOnPersons(); // first: a person without an exam does no harm
            doses.apply(reports, ExamMerger::merge, assess);
        }
    }

    private static void log(Outcome outcome) {
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

    /** One object that breaks the program must not stop the others. */
    private void quarantine(Outcome outcome, RuntimeException e) {
        LOG.error(
                "event=worker-failed id={} error={}", outcome.id(), e.getClass().getName());
        inbox.mark(List.of(new Inbox.Mark(
                outcome.id(),
                State.QUARANTINED,
                Optional.of("internal error: " + e.getClass().getSimpleName()))));
    }

    private Outcome read(Inbox.Stored stored) {
        InboxEntry entry = stored.entry();
        try {
            TransferSyntax syntax = TransferSyntax.of(entry.transferSyntaxUid())
                    .orElseThrow(() -> new DicomException(
                            DicomException.Reason.UNSUPPORTED, "transfer syntax " + entry.transferSyntaxUid()));
            return outcome(entry, reader.dataSets().read(stored.bytes(), syntax));
        } catch (DicomException e) {
            return new Outcome(
                    entry.id(), State.QUARANTINED, Optional.of(e.reason() + ": " + e.getMessage()), Optional.empty());
        } catch (RuntimeException e) {
            LOG.error(
                    "event=reader-failed id={} error={}",
                    entry.id(),
                    e.getClass().getName());
            return new Outcome(
                    entry.id(),
                    State.QUARANTINED,
                    Optional.of("internal error: " + e.getClass().getSimpleName()),
                    Optional.empty());
        }
    }

    private Outcome outcome(InboxEntry entry, DataSet dataSet) {
        Extraction extraction = reader.extractor().extract(dataSet);
        if (extraction.kind() == Extraction.Kind.NOT_APPLICABLE) {
            return new Outcome(entry.id(), State.NOT_APPLICABLE, Optional.of(extraction.kindName()), Optional.empty());
        }
        if (extraction.report().isEmpty()) {
            String reason = extraction.findings().isEmpty()
                    ? "no study"
                    : extraction.findings().get(0).text();
            return new Outcome(entry.id(), State.QUARANTINED, Optional.of(reason), Optional.empty());
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
        return new Outcome(entry.id(), State.PROCESSED, Optional.empty(), Optional.of(report));
    }
}
