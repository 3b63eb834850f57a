package org.doseagent.store.exams;

import java.util.HashMap;
import java.util.Map;
import org.doseagent.dose.identity.DeviceKey;

/** The keys of the scanners in the rows of one query: a key is parsed once, however many rows have it. Confined to one thread. */
final class DeviceKeys {

    private final Map<String, DeviceKey> known = new HashMap<>();

    DeviceKey of(String text) {
        return known.computeIfAbsent(text, DeviceKey::parse);
    }
}
