package org.doseagent.aggregate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Quantity;

/**
 * The cells of a period: what may leave and what is withheld, both in the order of their keys.
 *
 * <p>Exams of phantoms and quality control, unmapped parts, and parts without an age or a phantom are in no cell.
 */
public record Tabulation(List<Cell> cells, List<Withheld> withheld) {

    private static final String NO_PATIENT = "";

    public Tabulation {
        cells = List.copyOf(cells);
        withheld = List.copyOf(withheld);
    }

    /** Tabulates exams of one closed period. */
    public static Tabulation of(List<AssessedExam> exams, DisclosureControl control) {
        Map<CellKey, List<Contribution>> contributions = new TreeMap<>();
        for (AssessedExam exam : exams) {
            if (!exam.exam().isQa()) {
                exam.parts().forEach(part -> add(contributions, exam, part));
            }
        }
        List<Cell> cells = new ArrayList<>();
        List<Withheld> withheld = new ArrayList<>();
        contributions.forEach((key, values) -> control.obstacle(values)
                .ifPresentOrElse(
                        reason -> withheld.add(new Withheld(key, values.size(), reason)),
                        () -> cells.add(control.cell(key, values))));
        return new Tabulation(cells, withheld);
    }

    private static void add(Map<CellKey, List<Contribution>> contributions, AssessedExam exam, ExamPart part) {
        Optional<PopulationBand> band = exam.exam().patient().ageDays().flatMap(PopulationBand::of);
        if (part.category().isEmpty() || part.phantomCm().isEmpty() || band.isEmpty()) {
            return;
        }
        for (Quantity quantity : Quantity.values()) {
            Optional<BigDecimal> value = quantity == Quantity.DLP ? part.dlpMGyCm() : part.ctdiVolMGy();
            CellKey key = new CellKey(
                    part.category().get(),
                    band.get(),
                    quantity,
                    part.phantomCm().get());
            value.ifPresent(number -> contributions
                    .computeIfAbsent(key, absent -> new ArrayList<>())
                    .add(new Contribution(exam.exam().patientKey().orElse(NO_PATIENT), number)));
        }
    }
}
