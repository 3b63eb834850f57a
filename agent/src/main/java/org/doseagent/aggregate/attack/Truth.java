package org.doseagent.aggregate.attack;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.dose.Exam;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.PatientKey;

/**
 * What the store has and nobody outside may learn: the exams behind the cells, and every text that identifies a patient, an exam, a scanner
 * or the site. Filled by its methods; used by one thread.
 */
public final class Truth {

    /** One value of one exam part. */
    record Fact(
            Leaf leaf,
            CellKey finest,
            LocalDate day,
            Optional<PatientKey> patient,
            DeviceKey scanner,
            BigDecimal value) {}

    /** The minimum length of a text to search for; shorter ones occur in every document. */
    private static final int MIN_LENGTH = 3;

    private final Map<String, Fact> facts = new HashMap<>();
    private final Set<String> identifiers = new HashSet<>();
    private final Set<String> vocabulary = new HashSet<>();

    /** Adds the exams of one period. */
    public void add(Tabulation tabulation, List<AssessedExam> exams) {
        tabulation.forEach((key, each) -> facts.put(
                each.leaf().value(),
                new Fact(each.leaf(), key, each.at().toLocalDate(), each.patient(), each.scanner(), each.value())));
        exams.forEach(exam -> add(exam.exam()));
    }

    private void add(Exam exam) {
        identifier(exam.studyInstanceUid().value());
        exam.patientKey().ifPresent(key -> identifier(key.value()));
        exam.study().accessionNumber().ifPresent(this::identifier);
        exam.study().institution().ifPresent(this::identifier);
        exam.study().studyDescription().ifPresent(this::identifier);
        add(exam.device());
        exam.events().forEach(event -> {
            event.protocol().ifPresent(this::identifier);
            identifier(event.key().value());
            add(event.device());
        });
        exam.reports().forEach(report -> {
            identifier(report.sopInstanceUid().value());
            report.callingAeTitle().ifPresent(title -> identifier(title.value()));
        });
    }

    private void add(Device device) {
        device.manufacturer().ifPresent(this::identifier);
        device.model().ifPresent(this::identifier);
        device.serialNumber().ifPresent(this::identifier);
        device.softwareVersion().ifPresent(this::identifier);
        device.stationName().ifPresent(this::identifier);
    }

    /** Adds a text that must not leave. */
    public void identifier(String text) {
        String clean = text.strip();
        if (clean.length() >= MIN_LENGTH) {
            identifiers.add(clean);
        }
    }

    /** Adds a text that every site may use, such as a category or a code. */
    public void word(String text) {
        vocabulary.add(text);
    }

    boolean isWord(String text) {
        return vocabulary.contains(text);
    }

    Set<String> identifiers() {
        return identifiers;
    }

    /** Returns the facts of these leaves, of those that are still in the store. */
    List<Fact> of(Set<Leaf> leaves) {
        List<Fact> found = new ArrayList<>();
        for (Leaf leaf : leaves) {
            Fact fact = facts.get(leaf.value());
            if (fact != null) {
                found.add(fact);
            }
        }
        return found;
    }

    /** Returns the facts that belong to a cell by its key and days, both inclusive. */
    List<Fact> of(CellKey key, LocalDate from, LocalDate to) {
        return facts.values().stream()
                .filter(fact -> key.covers(fact.finest()))
                .filter(fact -> !fact.day().isBefore(from) && !fact.day().isAfter(to))
                .toList();
    }
}
