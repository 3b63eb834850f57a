package org.doseagent.cli.exams;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.doseagent.cli.output.Rows;
import org.doseagent.dose.Code;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.XraySource;
import org.doseagent.dose.assessment.AssessedExam;

/** The rows of {@code read --csv}: one for each event of a file, with the facts of its exam. */
final class ReadRows {

    /** An event; {@code number} counts from 1. */
    record EventLine(Path file, AssessedExam assessed, int number) {

        Exam exam() {
            return assessed.exam();
        }

        IrradiationEvent event() {
            return exam().events().get(number - 1);
        }

        /** Returns the category of the part that the event belongs to. */
        Optional<String> category() {
            return assessed.parts().stream()
                    .filter(part -> part.eventIndices().contains(number - 1))
                    .findFirst()
                    .flatMap(part -> part.category());
        }

        private Optional<BigDecimal> source(Function<XraySource, Optional<BigDecimal>> value) {
            return event().scan().xraySources().stream().findFirst().flatMap(value);
        }
    }

    static final Rows<EventLine> EVENTS = Rows.<EventLine>describe()
            .field("file", line -> line.file().toString())
            .field("studyInstanceUid", line -> line.exam().studyInstanceUid().value())
            .field("accessionNumber", line -> line.exam().study().accessionNumber())
            .field("studyDateTime", line -> ExamRows.time(line.exam()))
            .field("studyDescription", line -> line.exam().study().studyDescription())
            .field("sex", line -> line.exam().patient().sex())
            .field("ageYears", line -> line.exam().patient().ageYears())
            .field("weightKg", line -> line.exam().patient().weightKg())
            .field("heightM", line -> line.exam().patient().heightM())
            .field("isQa", line -> line.exam().isQa())
            .field("category", EventLine::category)
            .field("event", EventLine::number)
            .field("irradiationEventUid", line -> line.event().irradiationEventUid())
            .field("protocol", line -> line.event().protocol())
            .field("acquisitionType", line -> line.event().acquisitionType().map(Enum::name))
            .field("role", line -> line.event().role().name())
            .field("targetRegion", line -> line.event().targetRegion().map(Code::meaning))
            .field("ctdiVolMGy", line -> line.event().dose().ctdiVolMGy())
            .field("phantomCm", line -> line.event().dose().phantomCm())
            .field("dlpMGyCm", line -> line.event().dose().dlpMGyCm())
            .field("scanLengthMm", line -> line.event().scan().scanLengthMm())
            .field("exposureTimeS", line -> line.event().scan().exposureTimeS())
            .field("pitch", line -> line.event().scan().pitch())
            .field("kvp", line -> line.source(XraySource::kvp))
            .field("tubeCurrentMeanMa", line -> line.source(XraySource::tubeCurrentMeanMa))
            .field("ssdeMGy", line -> line.event().dose().ssdeMGy())
            .field("waterEquivalentDiameterMm", line -> line.event().dose().waterEquivalentDiameterMm())
            .field("effectiveDoseMSv", line -> line.event().dose().effectiveDoseMSv())
            .object("device", line -> line.event().device(), ExamRows.DEVICE)
            .build();

    private ReadRows() {}

    static List<EventLine> lines(Path file, AssessedExam assessed) {
        List<EventLine> lines = new ArrayList<>();
        for (int number = 1; number <= assessed.exam().events().size(); number++) {
            lines.add(new EventLine(file, assessed, number));
        }
        return lines;
    }
}
