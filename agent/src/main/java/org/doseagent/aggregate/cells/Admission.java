package org.doseagent.aggregate.cells;

import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.Exam;
import org.doseagent.dose.identity.AeTitle;

/**
 * Decides which exams are counted, so that nobody can add forged exams to a cell and read real doses from the change of its percentiles.
 */
public interface Admission {

    /** Counts the exams of every scanner and sender: to verify and to attack, never to release. */
    Admission ALL = exam -> true;

    /** Counts no exam: the site has not named its scanners and senders. */
    Admission NONE = exam -> false;

    /** Returns whether an exam is counted. */
    boolean admits(Exam exam);

    /**
     * Counts an exam if its scanner and the senders of all its reports are on these closed lists. An empty list admits no exam.
     *
     * @param serialNumbers of the scanners
     * @param callers the calling AE titles
     */
    static Admission listed(Set<String> serialNumbers, Set<AeTitle> callers) {
        Set<String> scanners = Set.copyOf(serialNumbers);
        Set<AeTitle> senders = Set.copyOf(callers);
        return exam -> exam.device().serialNumber().filter(scanners::contains).isPresent()
                && !exam.reports().isEmpty()
                && exam.reports().stream()
                        .map(Exam.ReportReference::callingAeTitle)
                        .map(title -> title.filter(senders::contains))
                        .allMatch(Optional::isPresent);
    }
}
