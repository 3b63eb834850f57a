package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * Sorts the exams of a period into the cells of a scheme. Exams of phantoms and quality control, unmapped parts, and parts without an age or a
 * phantom are in no cell. The order of the exams does not matter. Immutable.
 */
public final class Tabulator {

    /** Decides which of two studies with the same irradiation is counted. */
    private static final Comparator<AssessedExam> FIRST_STUDY = Comparator.comparing(
                    (AssessedExam exam) -> exam.exam().study().studyDateTime().orElse(LocalDateTime.MIN))
            .thenComparing(exam -> exam.exam().studyInstanceUid());

    private final Inventory inventory;
    private final Counting counting;
    private final KeyedHash hash;

    /**
     * What is counted, and as what.
     *
     * @param admission which exams are counted
     * @param scheme which cells are distinguished
     * @param share which of the cells of the scheme the period has
     * @param persons gives one key to all keys that may be of one person; exams of one such key count as exams of one patient
     */
    public record Counting(
            Admission admission, PartitionScheme scheme, Share share, UnaryOperator<PatientKey> persons) {

        /** Counts the exams of all cells. */
        public Counting(Admission admission, PartitionScheme scheme, UnaryOperator<PatientKey> persons) {
            this(admission, scheme, Share.ALL, persons);
        }

        /** Counts every exam in its finest cell: to verify and to attack, never to release. */
        public static final Counting EVERYTHING =
                new Counting(Admission.ALL, PartitionScheme.FINEST, UnaryOperator.identity());
    }

    /** Which cells the exams of a period are in: those whose periods have its length. */
    public interface Share {
        Share ALL = key -> true;

        boolean has(CellKey key);
    }

    /** Counts in the finest cells, each key as a patient. */
    public Tabulator(Inventory inventory, Admission admission, KeyedHash hash) {
        this(inventory, new Counting(admission, PartitionScheme.FINEST, UnaryOperator.identity()), hash);
    }

    public Tabulator(Inventory inventory, Counting counting, KeyedHash hash) {
        this.inventory = inventory;
        this.counting = counting;
        this.hash = hash;
    }

    /** Tabulates the exams of one closed period. */
    public Tabulation tabulate(List<AssessedExam> exams, Reference reference) {
        Map<CellKey, List<Contribution>> cells = new TreeMap<>();
        Map<EventKey, StudyInstanceUid> studies = studiesOfEvents(exams);
        Set<String> parts = new HashSet<>();
        int all = 0;
        int mapped = 0;
        int refused = 0;
        for (AssessedExam exam : exams) {
            for (ExamPart part : exam.parts()) {
                parts.add(hashOf(exam.exam(), part));
                if (exam.exam().isQa() || isCountedElsewhere(exam.exam(), part, studies)) {
                    continue;
                }
                if (counting.admission().admits(exam.exam()) && isOfClass(exam.exam())) {
                    all++;
                    mapped += part.category().isPresent() ? 1 : 0;
                    add(cells, exam.exam(), part);
                } else {
                    refused++;
                }
            }
        }
        return new Tabulation(cells, new Tabulation.Coverage(percent(mapped, all), parts, refused), reference);
    }

    /** A scanner that joined after the scheme of the year was chosen may have no class in it; it waits for the next year. */
    private boolean isOfClass(Exam exam) {
        return counting.scheme().hasClass(inventory.ageOf(exam), inventory.rowsOf(exam));
    }

    private static int percent(int mapped, int all) {
        return all == 0 ? 0 : mapped * 100 / all;
    }

    /** Returns the study that each irradiation event counts in: the first, if several studies contain it. */
    private Map<EventKey, StudyInstanceUid> studiesOfEvents(List<AssessedExam> exams) {
        Map<EventKey, StudyInstanceUid> studies = new HashMap<>();
        exams.stream()
                .filter(exam -> !exam.exam().isQa() && counting.admission().admits(exam.exam()))
                .sorted(FIRST_STUDY)
                .forEach(exam -> exam.exam()
                        .events()
                        .forEach(event ->
                                studies.putIfAbsent(event.key(), exam.exam().studyInstanceUid())));
        return studies;
    }

    /** Returns whether an event of the part is counted in another study: a copy under a second study UID is not a second exam. */
    private static boolean isCountedElsewhere(Exam exam, ExamPart part, Map<EventKey, StudyInstanceUid> studies) {
        return part.eventIndices().stream()
                .map(index -> exam.events().get(index).key())
                .map(studies::get)
                .anyMatch(study -> study != null && !study.equals(exam.studyInstanceUid()));
    }

    private void add(Map<CellKey, List<Contribution>> cells, Exam exam, ExamPart part) {
        Optional<PopulationBand> band = exam.patient().ageDays().flatMap(PopulationBand::of);
        if (part.category().isEmpty() || part.phantomCm().isEmpty() || band.isEmpty()) {
            return;
        }
        for (Quantity quantity : Quantity.values()) {
            Optional<BigDecimal> value = quantity == Quantity.DLP ? part.dlpMGyCm() : part.ctdiVolMGy();
            if (value.filter(number -> number.signum() > 0).isPresent()) {
                CellKey key = counting.scheme()
                        .place(new CellKey(
                                part.category().get(),
                                band.get(),
                                inventory.ageOf(exam),
                                inventory.rowsOf(exam),
                                quantity,
                                part.phantomCm().get()));
                if (counting.share().has(key)) {
                    cells.computeIfAbsent(key, absent -> new ArrayList<>())
                            .add(contribution(exam, part, key, value.get()));
                }
            }
        }
    }

    private Contribution contribution(Exam exam, ExamPart part, CellKey key, BigDecimal value) {
        String place = hashOf(exam, part);
        String leaf = hash.hex(
                "dose-agent aggregate leaf",
                place,
                key.quantity().name(),
                Integer.toString(key.phantomCm()),
                value.stripTrailingZeros().toPlainString());
        return new Contribution(
                new Leaf(place, leaf),
                exam.patientKey().map(counting.persons()),
                exam.device().key(),
                exam.study().studyDateTime().orElse(LocalDateTime.MIN),
                exam.reports().stream()
                        .map(Exam.ReportReference::receivedAt)
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.MIN),
                value);
    }

    /** A part is identified by its study and its first event, so that a new category does not make it a new part. */
    private String hashOf(Exam exam, ExamPart part) {
        int first = part.eventIndices().isEmpty() ? 0 : part.eventIndices().get(0);
        return hash.hex("dose-agent aggregate part", exam.studyInstanceUid().value(), Integer.toString(first));
    }
}
