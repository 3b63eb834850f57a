package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.doseagent.aggregate.attack.Attack.Attempt;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.CellJson;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.dose.assessment.AssessedExam;

/**
 * Attacks that change the exams of a month and look at what the site would have released instead: one exam in or out, forged exams, and
 * irradiations sent again. An adversary who knows all other exams of a cell sees from a changed cell that one exam is in it; one who can send
 * exams sees what they do. The months are those that were released.
 */
public final class ReleaseGame {

    /** What the site would release first of a month with these exams. */
    public interface Oracle {
        byte[] release(CalendarPeriod month, List<AssessedExam> exams);
    }

    /** A released month with its exams. */
    public record Month(CalendarPeriod month, List<AssessedExam> exams) {
        public Month {
            exams = List.copyOf(exams);
        }
    }

    /** More months tell nothing new, and each costs a second. */
    private static final int MAX_MONTHS = 3;

    /** Exams of a month that are taken out, doubled, and made outliers. */
    private static final int EXAMS_PER_MONTH = 15;

    /** Forged exams of one month: the floor of a cell. */
    private static final int FORGED = 2 * Attack.FLOOR;

    /** A coin would do as well: above this share of changed cells, a single exam is noticed more often than not. */
    private static final double MAX_RATE = 0.5;

    /** Of all single exams, so many may make a cell appear or disappear, or move the coverage to another band. */
    private static final double MAX_THRESHOLD_RATE = 0.2;

    /** With fewer trials a rate says nothing. */
    private static final int MIN_TRIALS = 20;

    private static final BigDecimal OUTLIER = BigDecimal.valueOf(4);
    private static final BigDecimal TYPICAL = new BigDecimal("1.02");

    private final List<Month> months;
    private final Oracle oracle;
    private final Map<String, Rate> membership = new TreeMap<>();
    private final Rate cells = new Rate();
    private final Rate coverage = new Rate();
    private final AttackFindings partition = new AttackFindings();

    private ReleaseGame(List<Month> months, Oracle oracle) {
        this.months = months.subList(0, Math.min(MAX_MONTHS, months.size()));
        this.oracle = oracle;
    }

    /** How often something changed. */
    private static final class Rate {
        private int changed;
        private int trials;

        void add(boolean isChanged) {
            trials++;
            changed += isChanged ? 1 : 0;
        }

        /** Leaves room for chance: two standard deviations of a rate at the limit. */
        boolean isAbove(double limit) {
            double slack = 2 * Math.sqrt(limit * (1 - limit) / Math.max(1, trials));
            return trials >= MIN_TRIALS && changed > (limit + slack) * trials;
        }

        String text() {
            return trials == 0 ? "no trial" : Math.round(100.0 * changed / trials) + " % of " + trials;
        }
    }

    /** What of a document one exam may change. */
    private record Seen(Map<CellKey, JsonNode> cells, String coverage) {

        static Seen of(byte[] json) {
            JsonNode document = Canonical.parse(json);
            Map<CellKey, JsonNode> cells = new TreeMap<>();
            document.path("cells").forEach(cell -> cells.put(CellJson.key(cell), cell));
            return new Seen(cells, document.path("coverage").toString());
        }

        /** Returns whether no cell of the one overlaps another cell of the other: else the partition was cut differently. */
        boolean isCutAs(Seen other) {
            return cells.keySet().stream()
                    .allMatch(key ->
                            other.cells.keySet().stream().allMatch(each -> each.equals(key) || !each.overlaps(key)));
        }
    }

    /** Plays all games, newest month first. */
    public static List<Attempt> play(List<Month> months, Oracle oracle) {
        ReleaseGame game = new ReleaseGame(months, oracle);
        game.months.forEach(game::oneExam);
        return List.of(game.membershipAttempt(), game.shapeAttempt(), game.forgedExams(), game.irradiationsSentAgain());
    }

    private void oneExam(Month month) {
        Seen base = Seen.of(oracle.release(month.month(), month.exams()));
        List<AssessedExam> chosen = chosen(month);
        for (int i = 0; i < chosen.size(); i++) {
            AssessedExam exam = chosen.get(i);
            List<AssessedExam> without = new ArrayList<>(month.exams());
            without.remove(exam);
            compare("removed", base, Seen.of(oracle.release(month.month(), without)), exam);
            compare("typical", base, with(month, ExamVariant.ofAnother(exam, "t" + i, TYPICAL)), exam);
            compare("outlier", base, with(month, ExamVariant.ofAnother(exam, "o" + i, OUTLIER)), exam);
        }
    }

    private Seen with(Month month, AssessedExam exam) {
        List<AssessedExam> more = new ArrayList<>(month.exams());
        more.add(exam);
        return Seen.of(oracle.release(month.month(), more));
    }

    /** Takes every so-many-th exam that has a category. */
    private static List<AssessedExam> chosen(Month month) {
        List<AssessedExam> mapped = month.exams().stream()
                .filter(exam -> !exam.exam().isQa())
                .filter(exam ->
                        exam.parts().stream().anyMatch(part -> part.category().isPresent()))
                .toList();
        List<AssessedExam> chosen = new ArrayList<>();
        int step = Math.max(1, mapped.size() / EXAMS_PER_MONTH);
        for (int i = 0; i < mapped.size() && chosen.size() < EXAMS_PER_MONTH; i += step) {
            chosen.add(mapped.get(i));
        }
        return chosen;
    }

    private void compare(String how, Seen base, Seen other, AssessedExam exam) {
        List<String> categories =
                exam.parts().stream().flatMap(part -> part.category().stream()).toList();
        List<CellKey> released = base.cells().keySet().stream()
                .filter(key ->
                        categories.contains(key.category()) && other.cells().containsKey(key))
                .toList();
        if (!released.isEmpty()) {
            membership
                    .computeIfAbsent(how, absent -> new Rate())
                    .add(released.stream()
                            .anyMatch(key -> !Objects.equals(
                                    base.cells().get(key), other.cells().get(key))));
        }
        cells.add(!base.cells().keySet().equals(other.cells().keySet()));
        coverage.add(!base.coverage().equals(other.coverage()));
        partition.check();
        if (!base.isCutAs(other)) {
            partition.add("one exam " + how + " cuts the cells of a month differently");
        }
    }

    private Attempt membershipAttempt() {
        List<String> found = new ArrayList<>();
        List<String> measured = new ArrayList<>();
        int trials = 0;
        for (Map.Entry<String, Rate> each : membership.entrySet()) {
            Rate rate = each.getValue();
            trials += rate.trials;
            measured.add(each.getKey() + " " + rate.text());
            if (rate.isAbove(MAX_RATE)) {
                found.add("one exam " + each.getKey() + " changes the cells of its category in " + rate.text()
                        + " trials");
            }
        }
        Attempt attempt = new Attempt("membership", "one exam out, in, or in with four times the dose", trials, found);
        return measured.isEmpty() ? attempt : attempt.with("cells changed: " + String.join(", ", measured));
    }

    private Attempt shapeAttempt() {
        List<String> found = new ArrayList<>(partition.findings());
        if (cells.isAbove(MAX_THRESHOLD_RATE)) {
            found.add("one exam changes which cells there are in " + cells.text() + " trials");
        }
        if (coverage.isAbove(MAX_THRESHOLD_RATE)) {
            found.add("one exam changes the coverage in " + coverage.text() + " trials");
        }
        Attempt attempt =
                new Attempt("one exam in or out", "coverage, set of cells, partition", partition.checked(), found);
        return cells.trials == 0 && coverage.trials == 0
                ? attempt
                : attempt.with("set of cells changed: " + cells.text() + ", coverage changed: " + coverage.text());
    }

    private Attempt forgedExams() {
        AttackFindings findings = new AttackFindings();
        for (Month month : months) {
            List<AssessedExam> exams = new ArrayList<>(month.exams());
            List<AssessedExam> models = chosen(month);
            for (int i = 0; i < FORGED && !models.isEmpty(); i++) {
                findings.check();
                AssessedExam model = models.get(i % models.size());
                exams.add(
                        i % 2 == 0
                                ? ExamVariant.forged(model, "f" + i, OUTLIER)
                                : ExamVariant.sentByStranger(model, "f" + i, OUTLIER));
            }
            differs(month, exams, findings, "forged exams of a scanner or caller that is not named change the release");
        }
        return new Attempt(
                "forged exams", "exams of other scanners and callers", findings.checked(), findings.findings());
    }

    private Attempt irradiationsSentAgain() {
        AttackFindings findings = new AttackFindings();
        for (Month month : months) {
            List<AssessedExam> exams = new ArrayList<>(month.exams());
            for (AssessedExam exam : month.exams()) {
                findings.check();
                exams.add(ExamVariant.copy(exam, "copy"));
            }
            differs(month, exams, findings, "irradiations under a second study count twice");
        }
        return new Attempt(
                "irradiations sent again",
                "event UIDs under a second study and patient",
                findings.checked(),
                findings.findings());
    }

    private void differs(Month month, List<AssessedExam> exams, AttackFindings findings, String what) {
        Seen base = Seen.of(oracle.release(month.month(), month.exams()));
        if (!base.equals(Seen.of(oracle.release(month.month(), exams)))) {
            findings.add(month.month() + ": " + what);
        }
    }
}
