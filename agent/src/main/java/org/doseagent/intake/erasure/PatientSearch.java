package org.doseagent.intake.erasure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.log.LogPage;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.StoredObject;

/**
 * Finds the objects of one patient in the inbox: what was processed, what did not apply, what is quarantined, and what was sent twice. Each
 * object is read. An object that cannot be read matches if its bytes contain one of the identifiers. Used by one thread.
 */
public final class PatientSearch {

    /** Shorter identifiers are in too many objects by chance. */
    private static final int SHORTEST_TEXT = 5;

    /** How many unreadable objects are named. */
    private static final int MAX_NAMED = 100;

    private final Inbox inbox;
    private final DataSetReader reader;
    private final PatientNames names;

    PatientSearch(Inbox inbox, DataSetReader reader, PatientNames names) {
        this.inbox = inbox;
        this.reader = reader;
        this.names = names;
    }

    /** Returns the study and the patient that a data set names. */
    public static Erasures.Origin origin(DataSet dataSet, PatientNames names) {
        return new Erasures.Origin(
                dataSet.string(Tag.STUDY_INSTANCE_UID).filter(uid -> !uid.isBlank()),
                dataSet.string(Tag.PATIENT_ID)
                        .filter(id -> !id.isBlank())
                        .map(id -> names.patientKeyOf(new PatientIdentity(
                                id, dataSet.string(Tag.ISSUER_OF_PATIENT_ID).orElse("")))));
    }

    /**
     * What was found.
     *
     * @param sequences the records of the log
     * @param studies the studies of the objects, those of the subject among them
     * @param objects those of the sequences that cannot be read, by SOP Instance UID
     * @param unreadable some objects that could not be read and do not contain an identifier
     * @param position up to where the log was read
     */
    record Found(
            Set<Long> sequences,
            Set<StudyInstanceUid> studies,
            Set<SopInstanceUid> objects,
            List<Long> unreadable,
            long position) {

        Found(Set<StudyInstanceUid> studies) {
            this(new HashSet<>(), new HashSet<>(studies), new HashSet<>(), new ArrayList<>(), 0);
        }

        Found upTo(long reached) {
            return new Found(sequences, studies, objects, unreadable, reached);
        }
    }

    /** Reads the log from behind a position to its end. */
    Found after(long position, Subject subject) {
        Found found = new Found(subject.studies());
        long reached = position;
        LogPage page = inbox.page(reached);
        while (page.position() > reached) {
            for (StoredObject stored : page.objects()) {
                examine(stored, subject, found);
            }
            reached = page.position();
            page = inbox.page(reached);
        }
        return found.upTo(reached);
    }

    /** Returns the records that belong to what was erased. */
    Set<Long> covered(Erasures erasures) {
        Set<Long> sequences = new HashSet<>();
        long reached = 0;
        LogPage page = inbox.page(reached);
        while (page.position() > reached) {
            for (StoredObject stored : page.objects()) {
                Optional<DataSet> dataSet = read(stored.object());
                if (dataSet.isPresent()
                        ? erasures.covers(origin(dataSet.get(), names))
                        : erasures.covers(stored.object().sopInstanceUid())) {
                    sequences.add(stored.sequence());
                }
            }
            reached = page.position();
            page = inbox.page(reached);
        }
        return sequences;
    }

    private void examine(StoredObject stored, Subject subject, Found found) {
        Optional<DataSet> dataSet = read(stored.object());
        if (dataSet.isEmpty()) {
            if (contains(stored.object(), subject, found.studies())) {
                found.sequences().add(stored.sequence());
                found.objects().add(stored.object().sopInstanceUid());
            } else if (found.unreadable().size() < MAX_NAMED) {
                found.unreadable().add(stored.sequence());
            }
            return;
        }
        Erasures.Origin origin = origin(dataSet.get(), names);
        boolean isOfPatient =
                origin.patient().filter(subject.patients()::contains).isPresent()
                        || dataSet.get()
                                .string(Tag.ACCESSION_NUMBER)
                                .filter(number -> origin.patient().isEmpty()
                                        && subject.accessionNumbers().contains(number))
                                .isPresent();
        Optional<StudyInstanceUid> study = origin.studyUid().flatMap(PatientSearch::usable);
        if (isOfPatient || study.filter(found.studies()::contains).isPresent()) {
            found.sequences().add(stored.sequence());
            study.ifPresent(found.studies()::add);
        }
    }

    private static Optional<StudyInstanceUid> usable(String uid) {
        try {
            return Optional.of(new StudyInstanceUid(uid));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no study of the store has such a UID
        }
    }

    private Optional<DataSet> read(InboxObject object) {
        try {
            Optional<TransferSyntax> syntax =
                    TransferSyntax.of(object.transferSyntaxUid().value());
            return syntax.isEmpty() ? Optional.empty() : Optional.of(reader.read(object.dataSet(), syntax.get()));
        } catch (DicomException e) {
            return Optional.empty();
        }
    }

    private static boolean contains(InboxObject object, Subject subject, Set<StudyInstanceUid> studies) {
        String bytes = new String(object.dataSet(), StandardCharsets.ISO_8859_1);
        return studies.stream().anyMatch(study -> bytes.contains(study.value()))
                || subject.texts().stream()
                        .filter(text -> text.length() >= SHORTEST_TEXT)
                        .anyMatch(bytes::contains);
    }
}
