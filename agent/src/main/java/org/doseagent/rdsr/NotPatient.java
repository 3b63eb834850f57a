package org.doseagent.rdsr;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.IrradiationEvent;

/**
 * Knows by name, Patient ID or protocol what is a phantom or quality control and no patient. Patterns are compared with the whole text, in
 * any case; {@code *} stands for any characters. Names are compared here and kept nowhere. Immutable.
 */
public final class NotPatient {

    /** Takes every exam for that of a patient. */
    public static final NotPatient NEVER = new NotPatient(new Patterns(List.of(), List.of(), List.of()));

    private final List<Pattern> names;
    private final List<Pattern> ids;
    private final List<Pattern> protocols;

    /**
     * The patterns of a site.
     *
     * @param names of Patient's Name (0010,0010), such as {@code *phantom*}
     * @param ids of Patient ID (0010,0020)
     * @param protocols of an Acquisition Protocol (125203); one event is enough
     */
    public record Patterns(List<String> names, List<String> ids, List<String> protocols) {
        public Patterns {
            names = List.copyOf(names);
            ids = List.copyOf(ids);
            protocols = List.copyOf(protocols);
        }
    }

    public NotPatient(Patterns patterns) {
        this.names = patterns(patterns.names());
        this.ids = patterns(patterns.ids());
        this.protocols = patterns(patterns.protocols());
    }

    private static List<Pattern> patterns(List<String> wildcards) {
        return wildcards.stream().map(NotPatient::pattern).toList();
    }

    private static Pattern pattern(String wildcard) {
        String regex = String.join(
                ".*", Stream.of(wildcard.split("\\*", -1)).map(Pattern::quote).toList());
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    boolean matches(DataSet root, List<IrradiationEvent> events) {
        return any(names, root.strings(Tag.PATIENT_NAME))
                || any(ids, root.strings(Tag.PATIENT_ID))
                || any(
                        protocols,
                        events.stream()
                                .flatMap(event -> event.protocol().stream())
                                .toList());
    }

    private static boolean any(List<Pattern> patterns, List<String> texts) {
        return texts.stream()
                .anyMatch(text -> patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(text).matches()));
    }
}
