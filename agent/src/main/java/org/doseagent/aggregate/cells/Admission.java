package org.doseagent.aggregate.cells;

import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.Exam;
import org.doseagent.dose.identity.AeTitle;

/**
 * The closed list of scanners and senders whose exams are counted, so that nobody can add forged exams to a cell and read real doses from the
 * change of its percentiles. An exam is admitted if its scanner and the senders of all its reports are listed.
 *
 * @param serialNumbers of the scanners; empty: every scanner
 * @param callers the calling AE titles; empty: every caller
 */
public record Admission(Set<String> serialNumbers, Set<AeTitle> callers) {

    /** Counts the exams of every scanner and sender. */
    public static final Admission ALL = new Admission(Set.of(), Set.of());

    public Admission {
        serialNumbers = Set.copyOf(serialNumbers);
        callers = Set.copyOf(callers);
    }

    boolean admits(Exam exam) {
        boolean isScannerListed = serialNumbers.isEmpty()
                || exam.device().serialNumber().filter(serialNumbers::contains).isPresent();
        boolean isCallerListed = callers.isEmpty()
                || exam.reports().stream()
                        .map(Exam.ReportReference::callingAeTitle)
                        .flatMap(Optional::stream)
                        .allMatch(callers::contains);
        return isScannerListed && isCallerListed;
    }
}
