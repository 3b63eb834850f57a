package org.doseagent.cli.exams;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.doseagent.cli.output.Table;
import org.doseagent.dose.Exam;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.drl.phase.Phases;

/** One exam in words and tables. */
final class ExamText {

    private ExamText() {}

    static String of(AssessedExam assessed) {
        Exam exam = assessed.exam();
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println("Study      " + exam.studyInstanceUid().value());
        out.println("Accession  " + exam.study().accessionNumber().orElse("-"));
        out.println(
                "Date       " + exam.study().studyDateTime().map(Table::time).orElse("-"));
        out.println("Scanner    " + exam.device().label());
        out.println("DLP total  " + dlp(exam) + ", reported "
                + exam.reportedDlpTotalMGyCm().map(BigDecimal::toPlainString).orElse("-")
                + (exam.hasSeveralPhantoms() ? " by the scanner, which adds both phantoms" : ""));
        int phases = Phases.of(exam).count();
        int repeats = Phases.repeated(exam).size();
        out.println("Phases     " + phases + (repeats == 0 ? "" : ", and " + repeats + " repeated events"));
        exam.qaReason().ifPresent(reason -> out.println("Not a patient  " + reason));
        exam.qaSuspicion().ifPresent(reason -> out.println("Suspect    " + reason));
        out.println();
        Table events = new Table("EVENT", "ROLE", "PROTOCOL", "TYPE", "CTDIvol mGy", "PHANTOM", "DLP mGy·cm")
                .with(Table.Kind.FREE_TEXT, "PROTOCOL")
                .with(Table.Kind.NUMBER, "EVENT", "CTDIvol mGy", "DLP mGy·cm");
        int number = 1;
        for (IrradiationEvent event : exam.events()) {
            events.add(
                    "" + number++,
                    event.role().name(),
                    event.protocol().orElse("-"),
                    event.acquisitionType().map(Enum::name).orElse("-"),
                    event.dose().ctdiVolMGy().map(BigDecimal::toPlainString).orElse("-"),
                    event.dose().phantomCm().map(cm -> cm + " cm").orElse("-"),
                    event.dose().dlpMGyCm().map(BigDecimal::toPlainString).orElse("-"));
        }
        events.print(out);
        out.println();
        for (Assessment assessment : assessed.assessments()) {
            out.println("Part " + (assessment.part() + 1) + " "
                    + assessed.parts().get(assessment.part()).category().orElse("unmapped") + " "
                    + assessment.quantity()
                    + " " + assessment.value().map(BigDecimal::toPlainString).orElse("-")
                    + assessment
                            .drl()
                            .map(drl -> " against " + drl.toPlainString())
                            .orElse("") + ": "
                    + assessment.verdict()
                    + assessment.drlSet().map(set -> " (" + set + ")").orElse("")
                    + assessment.reason().map(reason -> "; " + reason).orElse(""));
        }
        for (Finding finding : exam.findings()) {
            out.println("Finding " + finding.code() + " at " + finding.path() + ": " + finding.text());
        }
        out.flush();
        return text.toString().stripTrailing();
    }

    /** Values of different phantoms are never added. */
    private static String dlp(Exam exam) {
        if (exam.dlpByPhantomMGyCm().isEmpty()) {
            return "- mGy·cm";
        }
        return exam.dlpByPhantomMGyCm().stream()
                .map(sum -> sum.dlpMGyCm().toPlainString() + " mGy·cm "
                        + sum.phantomCm().map(cm -> "on the " + cm + " cm phantom").orElse("without a phantom"))
                .collect(Collectors.joining(", "));
    }
}
