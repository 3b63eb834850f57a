package org.doseagent.aggregate.attack;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** The members that a document may have and the values of each: the schema a second time, as the attack expects it. */
final class DocumentShape {

    private static final String DATE = "\\d{4}-\\d\\d-\\d\\d";
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String NUMBER = "\\d+(\\.\\d+)?";
    private static final String WORD = "[A-Za-z0-9._+-]{1,80}";

    private static final Map<String, String> MEMBERS = Map.ofEntries(
            entry("schema", "dose-aggregate/1"),
            entry("submissionId", UUID),
            entry("supersedes", UUID),
            entry("sequence", NUMBER),
            entry("createdAt", DATE),
            entry("facility.pseudonym", "[0-9a-f]{32}"),
            entry("facility.country", "[A-Z]{2}"),
            entry("period.start", DATE),
            entry("period.end", DATE),
            entry("quantileMethod", "hyndman-fan-7"),
            entry("disclosureControl.minExams", NUMBER),
            entry("disclosureControl.minPatients", NUMBER),
            entry("disclosureControl.maxExamsPerPatient", NUMBER),
            entry("disclosureControl.minEachSide", NUMBER),
            entry("disclosureControl.maxPatientShare", NUMBER),
            entry("disclosureControl.minCorrection", NUMBER),
            entry("disclosureControl.nRoundedDownTo", NUMBER),
            entry("disclosureControl.significantDigits", NUMBER),
            entry("disclosureControl.suppression", "primary\\+secondary"),
            entry("disclosureControl.mechanism", "none|dp-exponential"),
            entry("disclosureControl.epsilonPerCell", NUMBER),
            entry("mapping.version", WORD),
            entry("drlSets.id", WORD),
            entry("drlSets.jurisdiction", "[A-Za-z0-9 ._+-]{1,40}"),
            entry("drlSets.sha256", "[0-9a-f]{64}"),
            entry("coverage.mappedPercent", NUMBER),
            entry("software.name", "dose-agent"),
            entry("software.version", WORD),
            entry("cells.category", "CT-[A-Z0-9-]+"),
            entry("cells.codes.system", "http://(loinc\\.org|www\\.radlex\\.org)"),
            entry("cells.codes.code", WORD),
            entry("cells.population", "child-0-3m|child-3m-1y|child-1-6y|child-6-18y|child|adult"),
            entry("cells.equipmentAge", "0-5|6-10|11\\+|unknown|any"),
            entry("cells.detectorRows", "1-16|17-64|65\\+|unknown|any"),
            entry("cells.quantity", "DLP|CTDIVOL"),
            entry("cells.unit", "mGy\\.cm|mGy"),
            entry("cells.scope", "per-exam-part-total|per-exam-part-maximum"),
            entry("cells.timingRuns", "counted|not-counted"),
            entry("cells.phantomCm", "16|32"),
            entry("cells.n", NUMBER),
            entry("cells.p25", NUMBER),
            entry("cells.p50", NUMBER),
            entry("cells.p75", NUMBER),
            entry("cells.aboveDrl.drlSet", WORD),
            entry("cells.aboveDrl.drl", NUMBER),
            entry("cells.aboveDrl.exams", ".{1,6}"),
            entry("signature.algorithm", "Ed25519"),
            entry("signature.publicKey", "[A-Za-z0-9+/]{59}="),
            entry("signature.value", "[A-Za-z0-9+/]{86}=="));

    /** Members with a closed set of values, which are the same for every site. */
    private static final Set<String> CLOSED = Set.of(
            "schema",
            "quantileMethod",
            "facility.country",
            "disclosureControl.suppression",
            "disclosureControl.mechanism",
            "software.name",
            "cells.codes.system",
            "cells.population",
            "cells.equipmentAge",
            "cells.detectorRows",
            "cells.quantity",
            "cells.unit",
            "cells.scope",
            "cells.timingRuns",
            "signature.algorithm");

    private DocumentShape() {}

    /** Returns whether a value is allowed at a path; the steps of the path are joined by dots, without item numbers. */
    static boolean fits(String path, String value) {
        String pattern = MEMBERS.get(path);
        return pattern != null && value.matches(pattern);
    }

    /** Returns whether a text is the name of a member or a value that is the same for every site. */
    static boolean isWord(String text) {
        return MEMBERS.keySet().stream().anyMatch(path -> ("." + path + ".").contains("." + text + "."))
                || CLOSED.stream().anyMatch(path -> fits(path, text));
    }
}
