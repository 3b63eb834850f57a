package org.doseagent.rdsr;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.doseagent.dose.Code;
import org.doseagent.dose.StudyFacts;

/** TID 1005 Procedure Context: accession number and procedure codes, where the header has none. */
final class Tid1005 {

    private Tid1005() {}

    static StudyFacts complete(ContentItem root, StudyFacts study) {
        Optional<String> accession = root.first(Codes.ACCESSION_NUMBER).flatMap(ContentItem::text);
        Stream<Code> codes = root.all(Codes.PROCEDURE_CODE).stream().flatMap(item -> item.codeValue().stream());
        List<Code> all = Stream.concat(study.procedureCodes().stream(), codes)
                .distinct()
                .limit(Header.MAX_CODES)
                .toList();
        return new StudyFacts(
                study.accessionNumber().or(() -> accession),
                study.studyDateTime(),
                study.studyDescription(),
                study.institution(),
                all,
                study.utcOffset());
    }
}
