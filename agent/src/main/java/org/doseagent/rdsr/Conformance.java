package org.doseagent.rdsr;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Element;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.Code;
import org.doseagent.dose.Finding;

/**
 * What a report breaks of PS3.3 and PS3.16 without harm to the values that are read: findings that a site can show its vendor. Each kind
 * of fault is told once a concept, so that a report with a thousand events does not drown the rest.
 */
final class Conformance {

    /** PS3.3 A.35.8.3.1.1. */
    private static final Set<String> VALUE_TYPES = Set.of(
            "TEXT", "CODE", "NUM", "DATETIME", "DATE", "TIME", "UIDREF", "PNAME", "COMPOSITE", "IMAGE", "CONTAINER");

    private static final String CT_TEMPLATE = "10011";

    private final Reading reading;
    private final Set<String> told = new HashSet<>();

    Conformance(Reading reading) {
        this.reading = reading;
    }

    void check(ContentItem root) {
        checkTemplate(root);
        root.dataSet()
                .string(Tag.COMPLETION_FLAG)
                .filter("PARTIAL"::equals)
                .ifPresent(flag -> reading.note(
                        Finding.Kind.STRUCTURE, "header", "the report says that it is partial (0040,A491)"));
        root.visit(this::checkItem);
        checkText(root.dataSet());
    }

    private void checkTemplate(ContentItem root) {
        Optional<String> template = root.dataSet()
                .item(Tag.CONTENT_TEMPLATE_SEQUENCE)
                .flatMap(item -> item.string(Tag.TEMPLATE_IDENTIFIER));
        if (template.isEmpty()) {
            reading.note(
                    Finding.Kind.MISSING, "header", "Content Template Sequence (0040,A504) does not name a template");
        } else if (!template.get().equals(CT_TEMPLATE)) {
            reading.note(
                    Finding.Kind.CONFLICT,
                    "header",
                    "Content Template Sequence (0040,A504) names another template than 10011; the content is a CT dose report");
        }
    }

    private void checkItem(ContentItem item) {
        String type = item.valueType();
        if (!VALUE_TYPES.contains(type)) {
            once(item, "has a Value Type (0040,A040) that PS3.3 does not define");
        } else if (type.equals("TEXT") && item.text().isEmpty()) {
            once(item, "is a TEXT without text");
        } else if (type.equals("NUM") && !isOurs(item) && hasIllegalNumber(item)) {
            once(item, "has a Numeric Value (0040,A30A) that is not a decimal string; it is not one that is read");
        }
    }

    /** The numbers of DICOM's own concepts are checked where they are read. */
    private static boolean isOurs(ContentItem item) {
        return item.concept().map(Code::scheme).filter("DCM"::equals).isPresent();
    }

    private static boolean hasIllegalNumber(ContentItem item) {
        return item.dataSet()
                .item(Tag.MEASURED_VALUE_SEQUENCE)
                .map(measured -> measured.strings(Tag.NUMERIC_VALUE))
                .filter(texts -> !texts.isEmpty() && !texts.get(0).isEmpty())
                .filter(texts -> Reading.decimal(texts.get(0)).isEmpty())
                .isPresent();
    }

    private void once(ContentItem item, String fault) {
        String concept =
                item.concept().map(code -> code.scheme() + " " + code.value()).orElse("");
        if (told.add(fault + concept)) {
            reading.note(Finding.Kind.STRUCTURE, item.path(), "the item " + fault);
        }
    }

    private void checkText(DataSet root) {
        List<String> terms = root.strings(Tag.SPECIFIC_CHARACTER_SET);
        boolean isDeclared = terms.stream().anyMatch(term -> !term.isEmpty());
        boolean isUnicode = terms.stream().anyMatch(term -> term.contains("192") || term.startsWith("GB"));
        if (isUnicode || terms.size() > 1) {
            return;
        }
        if (isDeclared ? anyText(root, Conformance::looksLikeUtf8) : anyText(root, Conformance::hasHighBytes)) {
            reading.note(
                    Finding.Kind.STRUCTURE,
                    "header",
                    isDeclared
                            ? "text looks like UTF-8, but Specific Character Set (0008,0005) says otherwise; it is read as declared"
                            : "text outside ASCII, but no Specific Character Set (0008,0005); it is read as Latin-1");
        }
    }

    private static boolean anyText(DataSet dataSet, java.util.function.Predicate<byte[]> test) {
        for (Element element : dataSet.elements()) {
            if (element.isSequence()
                    ? element.items().stream().anyMatch(item -> anyText(item, test))
                    : element.vr().usesCharacterSet() && test.test(element.bytes())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasHighBytes(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksLikeUtf8(byte[] bytes) {
        if (!hasHighBytes(bytes)) {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
