package org.doseagent.rdsr;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.Code;
import org.doseagent.dose.StudyFacts;

/** TID 1005 Procedure Context: accession number and procedure codes, where the header has none. */
final class Tid1005 {

    private Tid1005() {}

    static StudyFacts complete(ContentItem root, StudyFacts study) {
        Optional<String> accession = root.first(Codes.ACCESSION_NUMBER).flatMap(ContentItem::text);
        Set<Code> codes = new LinkedHashSet<>(study.procedureCodes());
        for (ContentItem item : root.all(Codes.PROCEDURE_CODE)) {
            if (codes.size() < Header.MAX_CODES) {
                item.codeValue().ifPresent(codes::add);
            }
        }
        return new StudyFacts(
                study.accessionNumber().or(() -> accession),
                study.studyDateTime(),
                study.studyDescription(),
                study.institution(),
                List.copyOf(codes),
                study.utcOffset());
    }
}
