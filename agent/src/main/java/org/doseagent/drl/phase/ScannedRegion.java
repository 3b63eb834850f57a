package org.doseagent.drl.phase;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.doseagent.dose.Code;

/** The sections of the body in order, and the Target Region codes (CID 4030, both generations) that name one or several of them. */
enum ScannedRegion {
    HEAD,
    NECK,
    CHEST,
    ABDOMEN,
    PELVIS,
    LEGS;

    private static final Map<String, Set<ScannedRegion>> BY_CODE = new HashMap<>();

    static {
        put(EnumSet.of(HEAD), "T-D1100", "69536005", "T-A0100", "12738006", "T-11100", "89546000");
        put(EnumSet.of(NECK), "T-D1600", "45048000");
        put(EnumSet.of(CHEST), "T-D3000", "51185008", "816094009");
        // Scanners call the abdomen with the pelvis "Abdomen" too; a scan of the pelvis alone is another place.
        put(EnumSet.of(ABDOMEN), "T-D4000", "818981001", "113345001");
        put(EnumSet.of(PELVIS), "T-D6000", "12921003", "816092008");
        put(EnumSet.of(ABDOMEN, PELVIS), "R-FAB57", "416949008", "818982008");
        put(EnumSet.of(CHEST, ABDOMEN), "R-FAB55", "416550000");
        put(EnumSet.of(CHEST, ABDOMEN, PELVIS), "R-FAB56", "416775004");
        put(EnumSet.of(NECK, CHEST, ABDOMEN, PELVIS), "R-FAB54", "416319003");
        put(EnumSet.of(PELVIS, LEGS), "R-FAB58", "416631005", "1231522001");
        put(EnumSet.of(ABDOMEN), "T-62000", "10200004", "T-65000", "15776009", "T-71000", "64033007");
        put(EnumSet.of(CHEST), "T-43000", "41801008", "T-32000", "80891009", "T-44000", "81040000");
        put(EnumSet.allOf(ScannedRegion.class), "T-D0010", "38266002");
    }

    private static void put(Set<ScannedRegion> sections, String... codes) {
        for (String code : codes) {
            BY_CODE.put(code, sections);
        }
    }

    /** Returns whether scans of two regions cover a common place; regions that are not listed do where they are the same. */
    static boolean overlap(Code one, Code other) {
        Set<ScannedRegion> first = BY_CODE.get(one.value());
        Set<ScannedRegion> second = BY_CODE.get(other.value());
        if (first == null || second == null) {
            return one.isSameConcept(other);
        }
        return first.stream().anyMatch(second::contains);
    }
}
