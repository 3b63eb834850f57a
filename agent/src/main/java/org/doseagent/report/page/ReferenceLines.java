package org.doseagent.report.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.level.DrlSet;

/** The levels that a chart draws: those of trusted sets, for the same phantom, quantity, scope and patients as its values. */
final class ReferenceLines {

    private static final int ADULT_DAYS = 20_000;

    private final ReportInput input;
    private final Words words;

    /**
     * A line.
     *
     * @param isTarget the line is a target of good practice, not a DRL
     */
    record Line(String set, BigDecimal value, boolean isTarget, Words words) {
        String label() {
            return words.of(isTarget ? "target" : "drl") + " " + words.published(value) + " (" + set + ")";
        }

        String shortLabel() {
            return words.of(isTarget ? "target" : "drl") + " " + words.published(value);
        }
    }

    ReferenceLines(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
    }

    /** Returns the lines for the values of one band, each set and value once; levels of adults go by age alone. */
    List<Line> of(Doses.Key key, Band band, Quantity quantity) {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (DrlSet set : input.sets()) {
            if (!set.isTrusted()) {
                continue;
            }
            for (DrlSet.Row row : set.rowsOf(key.category())) {
                if (row.quantity() == quantity
                        && row.phantomCm() == key.phantomCm()
                        && (quantity == Quantity.CTDIVOL || row.scope() == DrlSet.Scope.EXAM)
                        && isFor(row, band)) {
                    lines.putIfAbsent(set.id() + row.value(), new Line(set.id(), row.value(), false, words));
                    row.target()
                            .ifPresent(value ->
                                    lines.putIfAbsent(set.id() + "t" + value, new Line(set.id(), value, true, words)));
                }
            }
        }
        return new ArrayList<>(lines.values());
    }

    private static boolean isFor(DrlSet.Row row, Band band) {
        if (band.isAdult()) {
            return row.isForAge(ADULT_DAYS) && !row.goesByWeight();
        }
        return band.isOf(row);
    }
}
