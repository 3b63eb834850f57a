package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TextTable;

/** The units of one quantity: UCUM codes as reports spell them, and the factor from each to the unit that is kept. */
@SuppressWarnings("ImmutableEnumChecker") // nothing changes the map or the table
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
    COUNT(Map.of(
            "1",
            "1",
            "no units",
            "1",
            "ratio",
            "1",
            "events",
            "1",
            "x-ray sources",
            "1",
            "{ratio}",
            "1",
            "{events}",
            "1",
            "{x-ray sources}",
            "1"));

    private final Map<String, BigDecimal> factors = new HashMap<>();
    private final TextTable<BigDecimal> table;

    Units(Map<String, String> texts) {
        texts.forEach((unit, factor) -> factors.put(unit, new BigDecimal(factor)));
        this.table = TextTable.ignoringCase(factors);
    }

    /** Returns the factor from the unit of a measured value to this one; empty when that unit is not one of this quantity. */
    Optional<BigDecimal> factorFrom(DataSet measured) {
        DataSet code = measured.item(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE).orElse(null);
        BigDecimal factor = code == null ? null : code.lookUp(Tag.CODE_VALUE, table);
        return factor == null ? factorFrom(codeOf(measured)) : Optional.of(factor);
    }

    /** Returns the code of the unit of a measured value; "" without one. */
    static String codeOf(DataSet measured) {
        return measured.item(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE)
                .flatMap(Codes::codeOf)
                .map(code -> code.value())
                .orElse("");
    }

    /** Finds codes with white space around them, and annotations: text in braces has no dimension (UCUM 12). */
    private Optional<BigDecimal> factorFrom(String code) {
        String unit = code.strip();
        if (this == COUNT && (unit.isEmpty() || (unit.startsWith("{") && unit.endsWith("}")))) {
            return Optional.of(BigDecimal.ONE);
        }
        return Optional.ofNullable(factors.get(unit.toLowerCase(Locale.ROOT)));
    }
}
