package org.doseagent.drl.phase;

import java.util.regex.Pattern;
import org.doseagent.dose.IrradiationEvent;

/** Recognises repeated events: by what the report states (128551), else by a protocol that is named so. */
final class Repeats {

    /** How sites name the repetition of a scan, in the languages of the mapping; whole words. */
    private static final Pattern NAMES =
            Pattern.compile("(?iu)(?<!\\p{L})(repeat(ed)?|rescan|wdh|wiederholung|wiederholt|r[ée]p[ée]t(ition|[ée]e?)|"
                    + "ripetizione|ripetut[oa]|repetici[oó]n|repetid[oa]|repeti[cç][aã]o|herhaling|gentagelse|omtagning|"
                    + "gjentak|powt[oó]rzenie)(?!\\p{L})");

    private Repeats() {}

    static boolean isRepeat(IrradiationEvent event) {
        return event.acquisition()
                .repetition()
                .map(stated -> stated.isRepeated())
                .orElseGet(() -> event.protocol()
                        .filter(name -> NAMES.matcher(name).find())
                        .isPresent());
    }
}
