package org.doseagent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.doseagent.dose.assessment.AlertWords;
import java.util.Set;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.DataProblem;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.notify.Message.Occasion;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.Notification;
import org.doseagent.store.alerts.NotificationMode;
import org.junit.jupiter.api.Test;

/** The digest of a busy day fits one screen and loses nothing that matters. */
final class DigestTextTest {

    private static final Instant AT = Instant.parse("2026-11-24T06:00:00Z");
    private static final List<String> CATEGORIES =
            List.of("CT-HEAD", "CT-CHEST", "CT-ABDOMEN-PELVIS", "CT-SPINE-C", "CT-PULMONARY-ANGIO");

    private final List<Notification> alerts = new ArrayList<>();

    @Test
    void a_day_with_118_alerts_fits_one_screen() {
        busyDay();
        assertThat(alerts).hasSize(118);
        List<String> lines = lines(true);
        lines.forEach(line -> System.out.println("digest | " + line));
        assertThat(lines).hasSizeBetween(24, 40).allMatch(line -> line.length() <= 130);
        assertThat(lines.get(0))
                .isEqualTo(
                        "118 alerts of demo-hospital since the last digest: 1 now, 8 review, 1 look, 84 hint, 24 data.");
        assertThat(lines.get(1)).startsWith("112 new, 6 opened again");
        assertThat(lines.get(4))
                .as("what only the tripwire sees is first")
                .contains("now", "event-ctdivol", "CT-HEAD", "CTDIvol 400", "Scanner 1");
        assertThat(lines)
                .as("DLP and CTDIvol of an exam are one line")
                .anyMatch(line ->
                        line.contains("exam-far-above-drl") && line.contains("DLP 1300 (2.60), CTDIvol 30 (2.50)"));
        assertThat(lines.stream().filter(line -> line.contains("exam-far-above-drl")))
                .hasSize(3);
        assertThat(lines).anyMatch(line -> line.contains("Scanner 1, not mapped to a category"));
        assertThat(lines.stream().filter(line -> line.contains(Alert.NOT_A_LIMIT)))
                .hasSize(1);
        assertThat(String.join("\n", lines)).doesNotContain("1.2.3", "ACC");
    }

    @Test
    void every_alert_is_counted_once_in_a_list_or_as_one_of_more() {
        busyDay();
        Digest digest = Digest.of(alerts, true);
        assertThat(digest.hints().listed().stream()
                                .mapToInt(Digest.Group::exams)
                                .sum()
                        + digest.hints().exams())
                .as("42 exams with two quantities")
                .isEqualTo(42);
        assertThat(digest.data().listed().stream().mapToInt(Digest.Group::exams).sum()
                        + digest.data().exams())
                .isEqualTo(24);
    }

    @Test
    void accession_numbers_and_scanners_are_named_only_where_the_site_lets_them_leave() {
        add(
                AlertKind.EXAM_FAR_ABOVE_DRL,
                "drl/0/DLP/x",
                1,
                Optional.of("ACC17"),
                "Scanner 1",
                figures(Quantity.DLP, "900", "2.2"));
        assertThat(String.join("\n", lines(true))).contains("accession ACC17", "Scanner 1", "alert 1");
        assertThat(String.join("\n", lines(false))).doesNotContain("Scanner 1");
    }

    @Test
    void names_from_scanners_cannot_add_lines() {
        add(
                AlertKind.EXAM_ABOVE_DRL,
                "drl/0/DLP/x",
                1,
                Optional.empty(),
                "Evil\nSubject: x",
                figures(Quantity.DLP, "900", "1.2"));
        assertThat(lines(true)).allMatch(line -> !line.contains("\n") && !line.startsWith("Subject"));
    }

    private void busyDay() {
        add(
                AlertKind.EVENT_CTDIVOL,
                "event/1",
                1,
                Optional.empty(),
                "Scanner 1",
                Alert.Figures.of(Quantity.CTDIVOL, new BigDecimal("400")),
                "CT-HEAD");
        for (int exam = 2; exam < 5; exam++) {
            add(
                    AlertKind.EXAM_FAR_ABOVE_DRL,
                    "drl/0/DLP/x",
                    exam,
                    Optional.empty(),
                    "Scanner 2",
                    figures(Quantity.DLP, "1300", "2.6"),
                    "CT-CHEST");
            add(
                    AlertKind.EXAM_FAR_ABOVE_DRL,
                    "drl/0/CTDIVOL/x",
                    exam,
                    Optional.empty(),
                    "Scanner 2",
                    figures(Quantity.CTDIVOL, "30", "2.5"),
                    "CT-CHEST");
        }
        add(
                AlertKind.MEDIAN_ABOVE_DRL,
                "group/a",
                0,
                Optional.empty(),
                "Scanner 1",
                figures(Quantity.DLP, "700", "1.4"),
                "CT-CHEST");
        add(
                AlertKind.MEDIAN_ABOVE_DRL,
                "group/b",
                0,
                Optional.empty(),
                "Scanner 1",
                figures(Quantity.CTDIVOL, "14", "1.2"),
                "CT-CHEST");
        add(
                AlertKind.DOSE_CREEP,
                "creep/a",
                0,
                Optional.empty(),
                "Scanner 3",
                figures(Quantity.DLP, "500", "1.2"),
                "CT-HEAD");
        for (int exam = 10; exam < 52; exam++) {
            String category = CATEGORIES.get(exam % CATEGORIES.size());
            String scanner = "Scanner " + (1 + exam % 3);
            add(
                    AlertKind.EXAM_ABOVE_DRL,
                    "drl/0/DLP/x",
                    exam,
                    Optional.empty(),
                    scanner,
                    figures(Quantity.DLP, "600", "1." + exam),
                    category);
            add(
                    AlertKind.EXAM_ABOVE_DRL,
                    "drl/0/CTDIVOL/x",
                    exam,
                    Optional.empty(),
                    scanner,
                    figures(Quantity.CTDIVOL, "12", "1.1"),
                    category);
        }
        for (int exam = 100; exam < 124; exam++) {
            addData(
                    List.of(DataProblem.NOT_MAPPED, DataProblem.AGE_UNKNOWN, DataProblem.CONFLICT)
                            .get(exam % 3),
                    exam,
                    "Scanner " + (1 + exam % 2));
        }
    }

    private List<String> lines(boolean withScanner) {
        Message message = new Message(
                "id",
                Occasion.DIGEST,
                "demo-hospital",
                AT,
                alerts.stream().map(each -> AlertNote.of(each, withScanner)).toList(),
                new TreeMap<>(),
                0,
                Optional.empty());
        return DigestText.lines(message, Digest.of(alerts, withScanner));
    }

    private static Alert.Figures figures(Quantity quantity, String value, String ratio) {
        return Alert.Figures.of(quantity, new BigDecimal(value)).withRatio(new BigDecimal(ratio));
    }

    private void add(
            AlertKind kind, String key, int exam, Optional<String> accession, String scanner, Alert.Figures figures) {
        add(kind, key, exam, accession, scanner, figures, "CT-CHEST");
    }

    private void add(
            AlertKind kind,
            String key,
            int exam,
            Optional<String> accession,
            String scanner,
            Alert.Figures figures,
            String category) {
        add(
                new Alert(kind, key, Optional.of(category), figures, Set.of(), AlertWords.of("text of an alert. " + Alert.NOT_A_LIMIT), 0),
                exam,
                accession,
                scanner);
    }

    private void addData(DataProblem problem, int exam, String scanner) {
        Alert alert = Alert.of(AlertKind.DATA_QUALITY, "data-quality", AlertWords.of("text")).about(Set.of(problem));
        add(alert, exam, Optional.empty(), scanner);
    }

    private void add(Alert alert, int exam, Optional<String> accession, String scanner) {
        int number = alerts.size() + 1;
        alerts.add(new Notification(
                number % 20 == 0 || number == 118 ? 2 : 1,
                new Notification.Ticket("email", NotificationMode.DIGEST, "b", AT),
                false,
                new Notification.Progress(Notification.State.PENDING, 0, AT, Optional.empty(), Optional.empty()),
                new AlertEntry(
                        number,
                        AlertStatus.OPEN,
                        AT,
                        new AlertEntry.Subject(
                                Optional.of(exam)
                                        .filter(known -> known > 0)
                                        .map(known -> new StudyInstanceUid("1.2.3." + known)),
                                accession,
                                Optional.of(scanner)),
                        alert,
                        new AlertEntry.Decided(
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))));
    }
}
