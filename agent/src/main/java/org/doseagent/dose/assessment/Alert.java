package org.doseagent.dose.assessment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.Quantity;

/**
 * An alert as a fact: the finding, with its figures and in words. The time of its opening and the decisions of people are kept separately.
 *
 * @param key the subject of the alert within its exam (kind, part, quantity, set or event). A later alert with the same key changes the
 *     figures of the open one instead of adding one
 * @param problems what the data of the exam lack; empty for other kinds of alerts
 * @param words the figures, the events counted and left out, the rule and its source, in plain words; no patient data
 * @param severity grows as the finding gets worse; 0 if there is no such order. An alert that a person has decided about opens again when
 *     its severity exceeds its maximum so far
 */
public record Alert(
        AlertKind kind,
        String key,
        Optional<String> category,
        Figures figures,
        Set<DataProblem> problems,
        AlertWords words,
        int severity) {

    /** The sentence that every alert about a DRL must contain: the only place of its English wording beside the words of the page. */
    public static final String NOT_A_LIMIT =
            "A diagnostic reference level (DRL) is a level for groups of patients, not a limit for one of them; an alert is a hint to look.";

    private static final int MAX_RATIO = 20;

    public Alert {
        problems = Collections.unmodifiableSet(
                problems.isEmpty() ? EnumSet.noneOf(DataProblem.class) : EnumSet.copyOf(problems));
    }

    /**
     * The figures of an alert.
     *
     * @param value mGy·cm for DLP, mGy for CTDIvol
     * @param drl the level that it was compared with, in the same unit
     * @param ratio of the value to the level, or of the value to the one before
     */
    public record Figures(
            Optional<Quantity> quantity,
            Optional<BigDecimal> value,
            Optional<BigDecimal> drl,
            Optional<BigDecimal> ratio,
            Optional<String> drlSet) {

        /** An alert without figures. */
        public static final Figures NONE =
                new Figures(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** A value that was compared with no level. */
        public static Figures of(Quantity quantity, BigDecimal value) {
            return new Figures(
                    Optional.of(quantity), Optional.of(value), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** Returns these figures with a ratio. */
        public Figures withRatio(BigDecimal ratioOfValues) {
            return new Figures(quantity, value, drl, Optional.of(ratioOfValues), drlSet);
        }

        /** Returns these figures with the level of a set. */
        public Figures beside(BigDecimal level, String setId) {
            return new Figures(quantity, value, Optional.of(level), ratio, Optional.of(setId));
        }

        /** Returns value and ratio for a column, such as "724.5 (1.11)". The ratio has two decimals, or all where it would look equal to 1. */
        public String shortText() {
            return value.map(BigDecimal::toPlainString).orElse("-")
                    + ratio.map(number -> " (" + rounded(number).toPlainString() + ")")
                            .orElse("");
        }

        /** Returns a ratio with two decimals, or all of them where it would look equal to its level. */
        public static BigDecimal rounded(BigDecimal ratio) {
            BigDecimal two = ratio.setScale(2, RoundingMode.HALF_UP);
            return two.compareTo(BigDecimal.ONE) == 0 ? ratio : two;
        }

        /** Returns the figures for people, such as "DLP: 724.5 mGy·cm, DRL 650 mGy·cm, ratio 1.11, set eu"; empty without a quantity. */
        public Optional<String> text() {
            return quantity.map(of -> of.label() + ": "
                    + value.map(BigDecimal::toPlainString).orElse("-") + " " + of.unit()
                    + drl.map(level -> ", DRL " + level.toPlainString() + " " + of.unit())
                            .orElse("")
                    + ratio.map(number -> ", ratio " + number.toPlainString()).orElse("")
                    + drlSet.map(set -> ", set " + set).orElse(""));
        }
    }

    /** An alert without figures and without an order of severity. */
    public static Alert of(AlertKind kind, String key, AlertWords words) {
        return new Alert(kind, key, Optional.empty(), Figures.NONE, Set.of(), words, 0);
    }

    /** Returns this alert with what the data of the exam lack. */
    public Alert about(Set<DataProblem> lacking) {
        return new Alert(kind, key, category, figures, lacking, words, severity);
    }

    /** Returns the whole text, as the command line prints it. */
    public String text() {
        return words.text();
    }

    /**
     * Returns the severity of a value above a level: it grows with each whole multiple of the level, and within a multiple a {@code
     * lasting} excess is worse than a single one.
     */
    public static int severity(BigDecimal ratio, boolean lasting) {
        return 2 * ratio.min(BigDecimal.valueOf(MAX_RATIO)).intValue() + severity(lasting);
    }

    /** Returns the severity when there is no ratio of value and level. */
    public static int severity(boolean lasting) {
        return lasting ? 2 : 1;
    }

    public Optional<Quantity> quantity() {
        return figures.quantity();
    }

    public Optional<BigDecimal> value() {
        return figures.value();
    }

    public Optional<BigDecimal> drl() {
        return figures.drl();
    }

    public Optional<BigDecimal> ratio() {
        return figures.ratio();
    }

    public Optional<String> drlSet() {
        return figures.drlSet();
    }
}
