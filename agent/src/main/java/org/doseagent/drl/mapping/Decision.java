package org.doseagent.drl.mapping;

import java.util.Optional;
import org.doseagent.drl.mapping.Mapping.Match;

/**
 * What the rules say of one event.
 *
 * @param match the category and its ground; empty when nothing is decided
 * @param reason why nothing is decided, in words without any text of the report; empty with a match
 * @param contradiction what speaks against the match: the study names another part of the body
 */
public record Decision(Optional<Match> match, Optional<String> reason, Optional<String> contradiction) {

    static Decision of(Match match) {
        return new Decision(Optional.of(match), Optional.empty(), Optional.empty());
    }

    static Decision undecided(String reason) {
        return new Decision(Optional.empty(), Optional.of(reason), Optional.empty());
    }

    Decision against(String contradiction) {
        return new Decision(match, reason, Optional.of(contradiction));
    }
}
