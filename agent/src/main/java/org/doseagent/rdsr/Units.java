package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** UCUM units as reports spell them, and what turns them into ours. */
@SuppressWarnings("ImmutableEnumChecker") // Map.of is immutable
enum Units {
    MILLIGRAY(Map.of("mgy", "1", "gy", "1000", "ugy", "0.001", "cgy", "10")),
    MILLIGRAY_CM(Map.ofEntries(
            Map.entry("mgy.cm", "1"),
            Map.entry("mgycm", "1"),
            Map.entry("mgy*cm", "1"),
            Map.entry("mgy-cm", "1"),
            Map.entry("mgy cm", "1"),
            Map.entry("cm.mgy", "1"),
            Map.entry("gy.cm", "1000"),
            Map.entry("gycm", "1000"),
            Map.entry("mgy.m", "100"),
            Map.entry("ugy.cm", "0.001"))),
    MILLISIEVERT(Map.of("msv", "1", "sv", "1000", "usv", "0.001")),
    MILLIMETRE(Map.of("mm", "1", "cm", "10", "m", "1000")),
    SECOND(Map.of("s", "1", "ms", "0.001", "min", "60")),
    KILOVOLT(Map.of("kv", "1", "kvp", "1", "v", "0.001")),
    MILLIAMPERE(Map.of("ma", "1", "a", "1000", "ua", "0.001")),
    COUNT(Map.of("1", "1", "no units", "1", "ratio", "1", "events", "1", "x-ray sources", "1"));

    private final Map<String, String> factors;

    Units(Map<String, String> factors) {
        this.factors = factors;
    }

    /** Returns the factor from a unit to this one; empty when the unit is not of this kind. An annotation in braces has no dimension. */
    Optional<BigDecimal> factorFrom(String code) {
        String unit = code.strip();
        if (this == COUNT && (unit.isEmpty() || (unit.startsWith("{") && unit.endsWith("}")))) {
            return Optional.of(BigDecimal.ONE);
        }
        return Optional.ofNullable(factors.get(unit.toLowerCase(Locale.ROOT))).map(BigDecimal::new);
    }
}
