package org.doseagent.drl.mapping;

import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Code;
import org.doseagent.dose.identity.Device;
import org.doseagent.drl.mapping.Categories.Category;

/**
 * One rule of a mapping file.
 *
 * @param outcome the category, or why there is none
 * @param scanner the rule is for this scanner only: its serial number, station name or key
 * @param exact whole names, as {@link Words} has them
 * @param isForWholeText the rule is asked about the folder of a protocol too, and no other text overrules it
 */
record MappingRule(
        String id,
        Outcome outcome,
        Optional<String> scanner,
        List<String> exact,
        TextPatterns text,
        List<String> regions,
        List<String> procedures,
        boolean isForWholeText) {

    /** What a rule says: exactly one of both is there. */
    record Outcome(Optional<Category> category, Optional<String> reason) {}

    MappingRule {
        exact = List.copyOf(exact);
        regions = List.copyOf(regions);
        procedures = List.copyOf(procedures);
    }

    boolean isFor(Device device) {
        return scanner.isEmpty()
                || scanner.equals(device.serialNumber())
                || scanner.equals(device.stationName())
                || scanner.get().equals(device.key().text());
    }

    boolean names(String words) {
        return exact.contains(words);
    }

    boolean matches(PreparedText prepared) {
        return text.match(prepared::has);
    }

    boolean hasRegion(Code region) {
        return regions.contains(region.value()) || isOfCategory(region.value(), false);
    }

    boolean hasProcedure(List<Code> codes) {
        return codes.stream().map(Code::value).anyMatch(code -> procedures.contains(code) || isOfCategory(code, true));
    }

    /** A rule for whole names must not answer for the codes of its category. */
    private boolean isOfCategory(String code, boolean isProcedure) {
        return exact.isEmpty()
                && scanner.isEmpty()
                && outcome.category()
                        .filter(category -> (isProcedure ? category.procedures() : category.regions()).contains(code))
                        .isPresent();
    }
}
