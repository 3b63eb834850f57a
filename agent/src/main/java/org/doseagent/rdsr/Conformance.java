package org.doseagent.rdsr;

import org.doseagent.rdsr.text.DecimalText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TextTable;
import org.doseagent.dose.Code;
import org.doseagent.dose.Finding;

/**
 * Finds violations of PS3.3 and PS3.16 that do not affect the values: findings that a site can show its vendor. Each kind of
 * fault is noted once for each concept, so that a report with a thousand events does not fill the list with one fault.
 */
final class Conformance {

    private static final String CT_TEMPLATE = "10011";
    private static final String DICOM_SCHEME = "DCM";

    private final Reading reading;
    private final Set<String> noted = new HashSet<>();

    /** PS3.3 A.35.8.3.1.1. */
    private enum ValueType {
        TEXT,
        CODE,
        NUM,
        DATETIME,
        DATE,
        TIME,
        UIDREF,
        PNAME,
        COMPOSITE,
        IMAGE,
        CONTAINER
    }

    private static final TextTable<ValueType> VALUE_TYPES = valueTypes();

    private static TextTable<ValueType> valueTypes() {
        Map<String, ValueType> types = new HashMap<>();
        for (ValueType type : ValueType.values()) {
            types.put(type.name(), type);
        }
        return TextTable.of(types);
    }

    Conformance(Reading reading) {
        this.reading = reading;
    }

    void check(ContentItem root) {
        checkTemplate(root);
        if (root.dataSet().string(Tag.COMPLETION_FLAG).orElse("").equals("PARTIAL")) {
            reading.note(Finding.Kind.STRUCTURE, "Completion Flag (0040,A491) of the report is PARTIAL");
        }
        for (ContentItem item : root.withDescendants()) {
            checkItem(item);
        }
        checkText(root.dataSet());
    }

    private void checkTemplate(ContentItem root) {
        Optional<String> template = root.dataSet()
                .item(Tag.CONTENT_TEMPLATE_SEQUENCE)
                .flatMap(item -> item.string(Tag.TEMPLATE_IDENTIFIER));
        if (template.isEmpty()) {
            reading.note(Finding.Kind.MISSING, "Content Template Sequence (0040,A504) does not name a template");
        } else if (!template.get().equals(CT_TEMPLATE)) {
            reading.note(
                    Finding.Kind.CONFLICT,
                    "Content Template Sequence (0040,A504) names another template than 10011; the content is a CT dose report");
        }
    }

    private void checkItem(ContentItem item) {
        ValueType type = item.dataSet().lookUp(Tag.VALUE_TYPE, VALUE_TYPES);
        if (type == null) {
            noteOnce(item, "has a Value Type (0040,A040) that PS3.3 does not define");
        } else if (type == ValueType.TEXT && item.text().isEmpty()) {
            noteOnce(item, "is a TEXT item without text");
        } else if (type == ValueType.NUM && !isOurs(item) && hasIllegalNumber(item)) {
            noteOnce(item, "has a Numeric Value (0040,A30A) that is not a decimal string; the agent does not use it");
        }
    }

    /** Returns whether the concept is one of DICOM's own, whose numbers are checked where they are read. */
    private static boolean isOurs(ContentItem item) {
        return Codes.isDicom(item.concept())
                || item.conceptCode().map(Code::scheme).orElse("").equals(DICOM_SCHEME);
    }

    private static boolean hasIllegalNumber(ContentItem item) {
        String text = item.dataSet()
                .item(Tag.MEASURED_VALUE_SEQUENCE)
                .flatMap(measured -> measured.string(Tag.NUMERIC_VALUE))
                .orElse("");
        return !text.isEmpty() && DecimalText.read(text).isEmpty();
    }

    private void noteOnce(ContentItem item, String fault) {
        String concept = item.conceptCode()
                .map(code -> code.scheme() + " " + code.value())
                .orElse("");
        if (noted.add(fault + concept)) {
            reading.note(Finding.Kind.STRUCTURE, item, "the item " + fault);
        }
    }

    private void checkText(DataSet root) {
        List<String> terms = root.strings(Tag.SPECIFIC_CHARACTER_SET);
        boolean isDeclared = false;
        for (String term : terms) {
            if (term.contains("192") || term.startsWith("GB")) {
                return; // any text may be in such a character set
            }
            isDeclared |= !term.isEmpty();
        }
        if (terms.size() > 1) {
            return;
        }
        if (isDeclared && root.hasUtf8Text()) {
            reading.note(
                    Finding.Kind.STRUCTURE,
                    "text looks like UTF-8, but Specific Character Set (0008,0005) declares another character set; it is read as declared");
        } else if (!isDeclared && root.hasTextOutsideAscii()) {
            reading.note(
                    Finding.Kind.STRUCTURE,
                    "text outside ASCII, but no Specific Character Set (0008,0005); it is read as Latin-1");
        }
    }
}
