package org.doseagent.dose;

import java.util.Optional;

/**
 * The category of a part and the mapping rule that gave it; every field is empty for an unmapped part.
 *
 * @param category identifier from categories.yaml
 * @param rule the rule that matched
 * @param version version of the mapping that contains the rule
 * @param evidence which text or code matched; never the text itself
 */
public record Classification(
        Optional<String> category, Optional<String> rule, Optional<String> version, Optional<String> evidence) {

    /** The classification of a part that no rule matched. */
    public static final Classification UNMAPPED =
            new Classification(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
