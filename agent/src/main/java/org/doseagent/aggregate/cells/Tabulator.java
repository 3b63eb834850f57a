package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.KeyedHash;
import org.doseagent.dose.Quantity;

/**
 * Sorts the exams of a period into their finest cells. Exams of phantoms and quality control, unmapped parts, and parts without an age or a
 * phantom are in no cell. The order of the exams does not matter. Immutable.
 */
public final class Tabulator {

    /** The step of the published coverage, in per cent. */
    private static final int PERCENT_STEP = 5;

    private final Inventory inventory;
    private final KeyedHash hash;

    public Tabulator(Inventory inventory, KeyedHash hash) {
        this.inventory = inventory;
        this.hash = hash;
    }

    /** Tabulates the exams of one closed period. */
    public Tabulation tabulate(List<AssessedExam> exams, Reference reference) {
        Map<CellKey, List<Contribution>> cells = new TreeMap<>();
        Set<String> parts = new HashSet<>();
        int all = 0;
        int mapped = 0;
        for (AssessedExam exam : exams) {
            for (ExamPart part : exam.parts()) {
                parts.add(hashOf(exam.exam(), part));
                if (!exam.exam().isQa()) {
                    all++;
                    mapped += part.category().isPresent() ? 1 : 0;
                    add(cells, exam.exam(), part);
                }
            }
        }
        int percent = all == 0 ? 0 : mapped * 100 / all / PERCENT_STEP * PERCENT_STEP;
        return new Tabulation(cells, new Tabulation.Coverage(percent, parts), reference);
    }

    private void add(Map<CellKey, List<Contribution>> cells, Exam exam, ExamPart part) {
        Optional<PopulationBand> band = exam.patient().ageDays().flatMap(PopulationBand::of);
        if (part.category().isEmpty() || part.phantomCm().isEmpty() || band.isEmpty()) {
            return;
        }
        for (Quantity quantity : Quantity.values()) {
            Optional<BigDecimal> value = quantity == Quantity.DLP ? part.dlpMGyCm() : part.ctdiVolMGy();
            if (value.filter(number -> number.signum() > 0).isPresent()) {
                CellKey key = new CellKey(
                        part.category().get(),
                        band.get(),
                        inventory.ageOf(exam),
                        inventory.rowsOf(exam),
                        quantity,
                        part.phantomCm().get());
                cells.computeIfAbsent(key, absent -> new ArrayList<>()).add(contribution(exam, part, key, value.get()));
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
                exam.patientKey(),
                exam.device().key(),
                exam.study().studyDateTime().orElse(LocalDateTime.MIN),
                value);
    }

    /** A part is identified by its study and its first event, so that a new category does not make it a new part. */
    private String hashOf(Exam exam, ExamPart part) {
        int first = part.eventIndices().isEmpty() ? 0 : part.eventIndices().get(0);
        return hash.hex("dose-agent aggregate part", exam.studyInstanceUid().value(), Integer.toString(first));
    }
}
