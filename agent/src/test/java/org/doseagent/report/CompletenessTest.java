package org.doseagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Device;
import org.doseagent.dose.Exam;
import org.doseagent.dose.StudyFacts;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;

final class CompletenessTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 10, 31);

    @Test
    void nothing_is_not_complete() {
        assertThat(Completeness.of(List.of(), FIRST, LAST).percent()).isEmpty();
    }

    @Test
    void a_scanner_that_works_on_weekdays_is_quiet_on_a_weekday_and_never_on_a_weekend() {
        List<Exam> exams = new ArrayList<>();
        LocalDate broken = LocalDate.of(2026, 10, 7);
        int number = 100;
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            boolean works = day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
            if (works && !day.equals(broken)) {
                exams.add(exam(day, "A" + number++, 1));
            }
        }
        Completeness.Row row = Completeness.of(exams, FIRST, LAST).rows().get(0);
        assertThat(row.quietDays()).containsExactly(broken);
        assertThat(row.missingAccessions()).isEmpty();
        assertThat(row.scanner()).isEqualTo("MODEL 1");
    }

    @Test
    void numbers_that_a_sequence_leaves_out_are_missing_and_the_share_is_rounded_down() {
        List<Exam> exams = new ArrayList<>();
        for (int number = 95; number < 1095; number++) {
            if (number != 200 && number != 201) {
                exams.add(exam(FIRST, String.format("CT%06d", number), number == 300 ? 3 : 1));
            }
        }
        Completeness completeness = Completeness.of(exams, FIRST, LAST);
        Completeness.Row row = completeness.rows().get(0);
        assertThat(row.missingAccessions()).containsExactly("CT000200", "CT000201");
        assertThat(row.truncated()).containsExactly(new Completeness.Truncated("CT000300", 2));
        assertThat(completeness.percent())
                .hasValueSatisfying(share -> assertThat(share).isEqualByComparingTo("99.7"));
    }

    @Test
    void numbers_shared_with_other_departments_are_no_sequence() {
        List<Exam> exams = new ArrayList<>();
        for (int number = 0; number < 400; number++) {
            exams.add(exam(FIRST, "A" + (10_000 + number * 3 + number % 2), 1));
        }
        assertThat(Completeness.of(exams, FIRST, LAST).rows().get(0).missingAccessions())
                .isEmpty();
    }

    private static Exam exam(LocalDate day, String accession, int reportedEvents) {
        Exam plain =
                Exams.exam("p" + accession, Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "5", 32, "200"));
        return new Exam(
                plain.studyInstanceUid(),
                plain.patientKey(),
                new StudyFacts(
                        Optional.of(accession),
                        Optional.of(day.atTime(9, 0)),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                plain.patient(),
                new Device(
                        Optional.of("M"), Optional.of("MODEL"), Optional.of("1"), Optional.empty(), Optional.empty()),
                false,
                Optional.empty(),
                Optional.of(reportedEvents),
                plain.events(),
                List.of(),
                List.of());
    }
}
