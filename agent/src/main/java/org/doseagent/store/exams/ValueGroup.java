package org.doseagent.store.exams;

import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;

/**
 * All values of one scanner, month, phantom and population, of a category or a protocol; in mGy and mGy·cm.
 *
 * @param name the category, or the protocol; empty: unmapped, or without a name
 * @param month such as 2026-10; empty: the scanner gave no date
 * @param isAdult empty where the age is not known, and for events
 */
public record ValueGroup(
        Optional<String> name,
        Optional<String> month,
        DeviceKey deviceKey,
        Optional<Integer> phantomCm,
        Optional<Boolean> isAdult,
        Decimals ctdiVolMGy,
        Decimals dlpMGyCm) {}
