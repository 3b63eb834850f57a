package org.doseagent.store.exams;

import java.util.List;
import org.doseagent.dose.ReceivedReport;

/**
 * The stored reports of a study, oldest first.
 *
 * @param revision changes with every write of the study; {@link DoseStore#write} refuses an exam that was made from an earlier revision
 */
public record StoredStudy(long revision, List<ReceivedReport> reports) {

    /** A study of which nothing is stored. */
    public static final StoredStudy NONE = new StoredStudy(0, List.of());

    public StoredStudy {
        reports = List.copyOf(reports);
    }
}
