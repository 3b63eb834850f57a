package org.doseagent.release;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Level;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.Levels;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.mapping.Categories.Category;

/** The public vocabulary of a release: the levels that cells are compared with, and the codes of the categories. Immutable. */
final class SiteReference {

    private static final String LOINC = "http://loinc.org";
    private static final String RADLEX = "http://www.radlex.org";

    private final Levels levels;

    SiteReference(Levels levels) {
        this.levels = levels;
    }

    /** Returns the levels of trusted sets that are valid on every day of a period, and the codes. */
    Reference of(CalendarPeriod period) {
        return new Reference(
                levels.sets().stream()
                        .filter(DrlSet::isTrusted)
                        .filter(set -> isValidOn(set, period.start()) && isValidOn(set, period.end()))
                        .flatMap(set -> set.rows().stream()
                                .filter(row -> !row.goesByWeight() && isPerPart(set, row))
                                .map(row -> level(set, row)))
                        .toList(),
                codes());
    }

    /** Returns the texts that every site may publish. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(levels.mapping().version()));
        for (Category category : levels.categories().all()) {
            words.add(category.id());
            words.addAll(category.procedures());
        }
        levels.sets().stream()
                .filter(set -> !set.isLocal())
                .forEach(set -> words.addAll(List.of(set.id(), set.jurisdiction())));
        return words;
    }

    private Map<String, List<Reference.PublishedCode>> codes() {
        Map<String, List<Reference.PublishedCode>> codes = new HashMap<>();
        for (Category category : levels.categories().all()) {
            codes.put(
                    category.id(),
                    category.procedures().stream().map(SiteReference::code).toList());
        }
        return codes;
    }

    private static Reference.PublishedCode code(String code) {
        return new Reference.PublishedCode(code.startsWith("RPID") ? RADLEX : LOINC, code);
    }

    private static boolean isValidOn(DrlSet set, LocalDate day) {
        return set.isValidOn(day);
    }

    /**
     * Returns whether a level applies to the value of a part: the DLP of a cell is the total of the part, timing runs included; its CTDIvol is
     * the largest one, which levels of every scope are compared with.
     */
    private static boolean isPerPart(DrlSet set, DrlSet.Row row) {
        return row.quantity() == Quantity.CTDIVOL || (row.scope() == DrlSet.Scope.EXAM && set.countsLocalizers());
    }

    private static Level level(DrlSet set, DrlSet.Row row) {
        return new Level(
                new Level.DrlSetId(set.id(), set.jurisdiction(), set.sha256()),
                row.category(),
                row.quantity(),
                row.phantomCm(),
                row.minDays(),
                row.maxDays(),
                row.value());
    }
}
