package org.doseagent.intake.erasure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.intake.erasure.Subject.Named;
import org.doseagent.intake.erasure.Subject.Named.ByAccession;
import org.doseagent.intake.erasure.Subject.Named.ByKey;
import org.doseagent.intake.erasure.Subject.Named.ByPatientId;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.erasure.ErasureJournal.Mark;
import org.doseagent.store.erasure.PatientTables;
import org.doseagent.store.erasure.PatientTables.Held;
import org.doseagent.store.erasure.PatientTables.Removal;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.inbox.Inbox;

/**
 * Answers and carries out the request of a patient: what is held, and its erasure. Doing an erasure again completes one that was cut short.
 * Used by one thread, also of a process beside the daemon.
 */
public final class PatientRequest {

    /** Exams that are compared with the journal at once. */
    private static final int PORTION = 1000;

    private final Stores stores;
    private final Erasures erasures;
    private final PatientNames names;
    private final PatientSearch search;

    /** What the request works on. */
    public record Stores(DoseStore doses, Inbox inbox, Clock clock) {}

    public PatientRequest(Stores stores, Erasures erasures, PatientNames names, DataSetReader reader) {
        this.stores = stores;
        this.erasures = erasures;
        this.names = names;
        this.search = new PatientSearch(stores.inbox(), reader, names);
    }

    /**
     * What the stores hold.
     *
     * @param rows rows of {@code doses.db} by kind
     * @param inboxObjects numbers of the records of the inbox, those that were sent twice among them
     * @param unreadable numbers of inbox objects that cannot be read, so that nobody knows whose they are
     */
    public record Holding(
            int patients,
            Set<StudyInstanceUid> studies,
            Map<String, Long> rows,
            List<Long> inboxObjects,
            List<Long> unreadable) {}

    /** Finds the patient; without exams and keys if the store knows none. */
    public Subject find(Named named) {
        PatientTables tables = stores.doses().patients();
        if (named instanceof ByKey byKey) {
            Set<PatientKey> keys = Set.of(byKey.key());
            return new Subject(keys, tables.ofPatients(keys), Set.of(), List.of());
        }
        if (named instanceof ByPatientId byId) {
            Set<PatientKey> keys = keys(byId);
            return new Subject(keys, tables.ofPatients(keys), Set.of(), List.of(byId.patientId()));
        }
        return ofAccession(((ByAccession) named).accessionNumber());
    }

    private Set<PatientKey> keys(ByPatientId named) {
        PatientIdentity identity =
                new PatientIdentity(named.patientId(), named.issuer().orElse(""));
        Set<PatientKey> keys = new LinkedHashSet<>(Set.of(names.patientKeyOf(identity)));
        if (named.issuer().isEmpty()) {
            keys.addAll(stores.doses().patients().keysOf(names.personOf(identity)));
        }
        return keys;
    }

    private Subject ofAccession(String number) {
        PatientTables tables = stores.doses().patients();
        List<Held> held = tables.ofAccession(number);
        Set<PatientKey> keys =
                held.stream().flatMap(exam -> exam.patient().stream()).collect(Collectors.toSet());
        if (keys.size() > 1) {
            throw new IllegalArgumentException("exams of " + keys.size()
                    + " patients have this accession number; name the patient with --key, see exams list --json");
        }
        List<Held> all = new ArrayList<>(tables.ofPatients(keys));
        held.stream().filter(exam -> exam.patient().isEmpty()).forEach(all::add);
        return new Subject(keys, all, Set.of(number), List.of(number));
    }

    /** Returns what the stores hold; changes nothing. Reads the whole inbox. */
    public Holding holding(Subject subject) {
        PatientSearch.Found found = search.after(0, subject);
        return holding(subject, found);
    }

    private Holding holding(Subject subject, PatientSearch.Found found) {
        Map<String, Long> rows = stores.doses().patients().count(found.studies());
        return new Holding(
                subject.exams().isEmpty() && found.sequences().isEmpty()
                        ? 0
                        : subject.patients().size(),
                found.studies(),
                rows,
                found.sequences().stream().sorted().toList(),
                found.unreadable());
    }

    /**
     * Whose decision an erasure is.
     *
     * @param coversFuture whether new exams of the patient are refused too, because the patient objected
     */
    public record Order(String by, boolean coversFuture) {}

    /** Waits until the worker, also one of another process, has ended what it reads now. */
    public interface WorkerWait {
        void await() throws InterruptedException;
    }

    /**
     * Erases a patient: notes the hashes, overwrites the bytes of the inbox, deletes the rows. From the first step on the worker refuses
     * what belongs to the patient, so that nothing comes back meanwhile.
     */
    public Holding erase(Subject subject, Order order, WorkerWait worker) throws InterruptedException {
        PatientSearch.Found first = search.after(0, subject);
        Holding before = holding(subject, first);
        if (before.studies().isEmpty() && before.inboxObjects().isEmpty() && !order.coversFuture()) {
            return before;
        }
        Set<Mark> marks = new LinkedHashSet<>();
        first.studies().forEach(study -> marks.add(erasures.ofStudy(study.value())));
        first.objects().forEach(object -> marks.add(erasures.ofObject(object)));
        if (order.coversFuture()) {
            subject.patients().forEach(patient -> marks.add(erasures.ofPatient(patient)));
        }
        erasures.journal().add(marks);
        worker.await();
        remove(subject, first, order);
        return before;
    }

    private void remove(Subject subject, PatientSearch.Found first, Order order) {
        Set<Long> sequences = new HashSet<>(first.sequences());
        stores.inbox().lookAgain();
        // What arrived or was copied to the end of the log while the first pass ran.
        sequences.addAll(search.after(first.position(), subject).sequences());
        Set<Long> entries = new TreeSet<>(stores.inbox().entriesOf(sequences));
        entries.addAll(sequences);
        first.studies()
                .forEach(study -> entries.addAll(stores.doses().patients().inboxIds(study)));
        sequences.forEach(stores.inbox()::eraseBytes);
        delete(first.studies(), subject.patients(), entries, order.by());
    }

    private void delete(
            Collection<StudyInstanceUid> studies,
            Collection<PatientKey> patients,
            Collection<Long> entries,
            String by) {
        stores.doses()
                .patients()
                .delete(
                        new Removal(studies, patients, entries),
                        new AuditAct(
                                stores.clock().instant(),
                                by,
                                AuditAct.Kind.PATIENT_ERASED,
                                studies.size() + " studies, " + entries.size() + " inbox objects"));
    }

    /**
     * Erases again what a restored backup brought back. Returns how many studies.
     *
     * @param by who restored
     */
    public int eraseAgain(String by) {
        Set<Mark> marks = erasures.journal().marks();
        if (marks.isEmpty()) {
            return 0;
        }
        List<Held> back = new ArrayList<>();
        String last = "";
        List<Held> some = stores.doses().patients().after(last, PORTION);
        while (!some.isEmpty()) {
            some.stream().filter(this::isErased).forEach(back::add);
            last = some.get(some.size() - 1).study().value();
            some = stores.doses().patients().after(last, PORTION);
        }
        Set<Long> sequences = search.covered(erasures);
        Set<Long> entries = new TreeSet<>(stores.inbox().entriesOf(sequences));
        back.forEach(exam -> entries.addAll(stores.doses().patients().inboxIds(exam.study())));
        sequences.forEach(stores.inbox()::eraseBytes);
        if (!back.isEmpty() || !entries.isEmpty()) {
            delete(back.stream().map(Held::study).toList(), List.of(), entries, by);
        }
        return back.size();
    }

    private boolean isErased(Held exam) {
        return erasures.covers(new Erasures.Origin(Optional.of(exam.study().value()), exam.patient()));
    }

    /** Returns what stays, and why, by place. */
    public Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put(
                "ledger",
                "released cells keep counts, percentiles and keyed hashes of their exams, without an identifier: a release that left cannot"
                        + " be changed, and its hashes prevent a later release that would disclose an exam by a difference");
        kept.put("audit", "who acted on which alert number, and that an erasure took place, without an identifier");
        kept.put("erasures.journal", "a keyed hash of each erased study, so that it does not come back");
        return kept;
    }
}
