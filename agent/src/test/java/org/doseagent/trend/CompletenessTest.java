package org.doseagent.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.junit.jupiter.api.Test;

final class CompletenessTest {

    private static final LocalDate LEARNED = LocalDate.of(2026, 6, 1);
    private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 9, 30);
    private static final int A_DAY = 10;

    private final CompletenessReview review = review(false);

    private static CompletenessReview review(boolean isCtOnly) {
        return new CompletenessReview(FIRST, LAST, new Completeness.Settings(12, 15, 1.5, isCtOnly));
    }

    /** Ten exams on each working day but these. */
    private void weekdays(String scanner, LocalDate quietFrom, LocalDate quietTo) {
        for (LocalDate day = LEARNED; !day.isAfter(LAST); day = day.plusDays(1)) {
            boolean isQuiet = !day.isBefore(quietFrom) && !day.isAfter(quietTo);
            if (day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0 && !isQuiet) {
                review.worked(DeviceKey.parse("M|CT|" + scanner), day, A_DAY);
            }
        }
    }

    private void weekdays(String scanner) {
        weekdays(scanner, LAST.plusDays(1), LAST.plusDays(1));
    }

    @Test
    void nothing_is_not_complete() {
        assertThat(review.result().percent()).isEmpty();
    }

    @Test
    void a_scanner_that_keeps_to_its_rhythm_is_complete() {
        weekdays("1");
        weekdays("2");
        Completeness completeness = review.result();
        assertThat(completeness.percent())
                .hasValueSatisfying(share -> assertThat(share).isEqualByComparingTo("100"));
        assertThat(completeness.possible()).isZero();
        assertThat(completeness.rows()).allMatch(row -> row.silences().isEmpty() && row.exams() == 22 * A_DAY);
    }

    @Test
    void a_week_in_which_one_scanner_is_silent_is_missing_by_the_rhythm_learned_before() {
        weekdays("1");
        weekdays("2");
        weekdays("3", LocalDate.of(2026, 9, 7), LocalDate.of(2026, 9, 11));
        Completeness completeness = review.result();
        assertThat(completeness.rows().get(2).silences())
                .containsExactly(
                        new Completeness.Silence(LocalDate.of(2026, 9, 7), LocalDate.of(2026, 9, 11), 5 * A_DAY, 0));
        assertThat(completeness.missing()).isEqualTo(50);
        // 610 of 660, rounded down
        assertThat(completeness.percent())
                .hasValueSatisfying(share -> assertThat(share).isEqualByComparingTo("92.4"));
    }

    @Test
    void a_single_quiet_day_is_possible_and_not_counted() {
        weekdays("1");
        weekdays("2", LocalDate.of(2026, 9, 9), LocalDate.of(2026, 9, 9));
        Completeness completeness = review.result();
        assertThat(completeness.missing()).isZero();
        assertThat(completeness.possible()).isEqualTo(A_DAY);
        assertThat(completeness.percentAtLeast())
                .hasValueSatisfying(share -> assertThat(share).isEqualByComparingTo("97.7"));
    }

    @Test
    void days_on_which_the_others_rest_too_are_holidays_however_many() {
        weekdays("1");
        weekdays("2", LocalDate.of(2026, 9, 7), LocalDate.of(2026, 9, 11));
        weekdays("3", LocalDate.of(2026, 9, 7), LocalDate.of(2026, 9, 11));
        assertThat(review.result().missing()).isZero();
        assertThat(review.result().possible()).isEqualTo(2 * 5 * A_DAY);
    }

    @Test
    void a_scanner_that_never_comes_back_may_be_out_of_use() {
        weekdays("1");
        weekdays("2");
        weekdays("3", FIRST, LAST);
        assertThat(review.result().missing()).isZero();
        assertThat(review.result().possible()).isEqualTo(22 * A_DAY);
    }

    @Test
    void a_new_scanner_is_not_judged_before_it_has_a_rhythm() {
        review.worked(DeviceKey.parse("M|CT|1"), FIRST, A_DAY);
        Completeness.Row row = review.result().rows().get(0);
        assertThat(row.silences()).isEmpty();
        assertThat(row.unjudgedDays()).isEqualTo(28);
    }

    @Test
    void an_exam_in_part_lowers_the_figure_which_is_rounded_down() {
        review.worked(DeviceKey.parse("M|CT|1"), FIRST, 1000);
        arrived(review, "X1", "1", 2);
        assertThat(review.result().truncated()).isEqualTo(1);
        assertThat(review.result().percent())
                .hasValueSatisfying(share -> assertThat(share).isEqualByComparingTo("99.9"));
    }

    @Test
    void a_report_that_cannot_be_read_is_a_missing_exam_of_its_day() {
        review.worked(DeviceKey.parse("M|CT|1"), FIRST, 99);
        review.unreadable(new UnreadableReport(
                7, LAST, Optional.of(new StudyInstanceUid("1.2")), Optional.empty(), Optional.empty()));
        review.unreadable(new UnreadableReport(
                8, LAST.plusDays(1), Optional.of(new StudyInstanceUid("1.3")), Optional.empty(), Optional.empty()));
        assertThat(review.result().missing()).isEqualTo(1);
        assertThat(review.result().percent())
                .hasValueSatisfying(share -> assertThat(share).isEqualByComparingTo("99"));
    }

    @Test
    void a_number_left_out_between_two_exams_of_one_scanner_and_day_is_possible() {
        for (int number = 95; number < 1095; number++) {
            if (number != 200 && number != 201) {
                arrived(review, String.format("CT%06d", number), "1", 0);
            }
        }
        Completeness completeness = review.result();
        assertThat(completeness.gaps())
                .containsExactly(
                        new Completeness.Gap("CT 1", FIRST, FIRST, java.util.List.of("CT000200", "CT000201"), false));
        assertThat(completeness.possible()).isEqualTo(2);
        assertThat(completeness.missing()).isZero();
    }

    @Test
    void the_same_number_is_missing_where_the_site_declares_its_sequence_to_be_of_ct_only() {
        CompletenessReview declared = review(true);
        declared.worked(DeviceKey.parse("M|CT|1"), FIRST, 4);
        arrived(declared, "A100", "1", 0);
        arrived(declared, "A103", "2", 0);
        assertThat(declared.result().missingNumbers()).isEqualTo(2);
        assertThat(declared.result().percent())
                .hasValueSatisfying(share -> assertThat(share).isEqualByComparingTo("66.6"));
    }

    @Test
    void blocks_that_scanners_take_from_one_counter_are_no_gaps() {
        for (int number = 0; number < 900; number++) {
            String scanner = number / 30 % 2 == 0 ? "A" : "B";
            arrived(review, scanner + String.format("%06d", number), scanner, 0);
        }
        assertThat(review.result().gaps()).isEmpty();
    }

    @Test
    void numbers_shared_with_other_departments_are_no_sequence() {
        for (int number = 0; number < 400; number++) {
            arrived(review, "A" + (10_000 + number * 3 + number % 2), "1", 0);
        }
        assertThat(review.result().gaps()).isEmpty();
    }

    private static void arrived(CompletenessReview review, String accession, String scanner, int missingEvents) {
        review.arrived(new ExamArrival(
                DeviceKey.parse("M|CT|" + scanner),
                FIRST.atTime(9, 0),
                new StudyInstanceUid("1." + accession.hashCode()),
                Optional.of(accession),
                false,
                missingEvents));
    }
}
