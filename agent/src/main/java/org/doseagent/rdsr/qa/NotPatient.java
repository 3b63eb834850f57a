package org.doseagent.rdsr.qa;

import org.doseagent.rdsr.text.Wildcard;
import java.util.List;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.IrradiationEvent;

/**
 * Recognises phantoms and quality control by Patient's Name, Patient ID or protocol. Patterns are compared with the whole text and ignore
 * case; {@code *} matches any characters. Names are compared here and kept nowhere. Immutable.
 */
public final class NotPatient {

    /** Recognises nothing: every exam is one of a patient. */
    public static final NotPatient NEVER = new NotPatient(new Patterns(List.of(), List.of(), List.of()));

    private final List<Wildcard> names;
    private final List<Wildcard> ids;
    private final List<Wildcard> protocols;

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

    private static List<Wildcard> patterns(List<String> wildcards) {
        return wildcards.stream().map(Wildcard::new).toList();
    }

    public boolean matches(DataSet root, List<IrradiationEvent> events) {
        return any(names, root, Tag.PATIENT_NAME) || any(ids, root, Tag.PATIENT_ID) || anyProtocol(events);
    }

    private boolean anyProtocol(List<IrradiationEvent> events) {
        if (protocols.isEmpty()) {
            return false;
        }
        for (IrradiationEvent event : events) {
            if (event.protocol().isPresent() && any(protocols, event.protocol().get())) {
                return true;
            }
        }
        return false;
    }

    private static boolean any(List<Wildcard> patterns, DataSet root, int tag) {
        if (patterns.isEmpty()) {
            return false;
        }
        for (String text : root.strings(tag)) {
            if (any(patterns, text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean any(List<Wildcard> patterns, String text) {
        for (Wildcard pattern : patterns) {
            if (pattern.matches(text)) {
                return true;
            }
        }
        return false;
    }
}
