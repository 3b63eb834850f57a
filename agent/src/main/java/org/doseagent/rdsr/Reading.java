package org.doseagent.rdsr;

import org.doseagent.rdsr.text.Texts;
import org.doseagent.rdsr.text.DecimalText;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.Code;
import org.doseagent.dose.Finding;
import org.doseagent.rdsr.Codes.Concept;

/** Reads values from the content items of one report and collects findings about them. Confined to one thread. */
final class Reading {

    /** The path of findings about attributes outside the content tree. */
    private static final String HEADER = "header";

    /** The part of an unusable value or unit that may be quoted: a text that cannot be a name. */
    private static final Pattern QUOTABLE = Pattern.compile("[0-9.,+/ eE-]{1,24}|[a-zA-Z0-9.*/{}\\[\\]%^-]{1,8}");

    private final RdsrLimits limits;
    private final List<Finding> findings = new ArrayList<>();

    Reading(RdsrLimits limits) {
        this.limits = limits;
    }

    RdsrLimits limits() {
        return limits;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Adds a finding about an attribute outside the content tree. */
    void note(Finding.Kind kind, String text) {
        if (findings.size() < limits.maxFindings()) {
            findings.add(new Finding(kind, HEADER, text));
        }
    }

    /** Adds a finding about the question whether the report is one of a patient; {@code path} is one of {@link Finding}. */
    void noteQa(String path, String text) {
        findings.add(new Finding(Finding.Kind.INFERRED, path, text)); // one a report, beyond the limit of the others
    }

    /** Adds a finding about a content item; about the root, it is one about the header. */
    void note(Finding.Kind kind, ContentItem item, String text) {
        if (findings.size() < limits.maxFindings()) {
            String path = item.path();
            findings.add(new Finding(kind, path.isEmpty() ? HEADER : path, text));
        }
    }

    /** Returns the number of the first {@code concept} among the children of {@code parent}, in {@code units}. */
    Optional<BigDecimal> number(ContentItem parent, Concept concept, Units units, String name) {
        Optional<ContentItem> item = parent.first(concept);
        return item.isEmpty() ? Optional.empty() : number(item.get(), units, name);
    }

    /** Returns a number that must not be negative; a negative one is a finding and not used. */
    Optional<BigDecimal> number(ContentItem item, Units units, String name) {
        Optional<BigDecimal> value = signed(item, units, name);
        if (value.isPresent() && value.get().signum() < 0) {
            note(
                    Finding.Kind.VALUE,
                    item,
                    name + " is negative (" + value.get().toPlainString() + "); the value is not used");
            return Optional.empty();
        }
        return value;
    }

    /** Returns the number of the first {@code concept} among the children of {@code parent}, in {@code units}; it may be negative. */
    Optional<BigDecimal> signed(ContentItem parent, Concept concept, Units units, String name) {
        Optional<ContentItem> item = parent.first(concept);
        return item.isEmpty() ? Optional.empty() : signed(item.get(), units, name);
    }

    private Optional<BigDecimal> signed(ContentItem item, Units units, String name) {
        Optional<DataSet> measured = item.dataSet().item(Tag.MEASURED_VALUE_SEQUENCE);
        if (measured.isEmpty()) {
            note(Finding.Kind.MISSING, item, name + " has no value" + qualifier(item));
            return Optional.empty();
        }
        Optional<BigDecimal> value = value(measured.get(), item, name);
        if (value.isEmpty()) {
            return value;
        }
        Optional<BigDecimal> factor = units.factorFrom(measured.get());
        if (factor.isEmpty()) {
            note(
                    Finding.Kind.UNIT,
                    item,
                    name + " of " + value.get().toPlainString() + " has a unit that is not known for it ("
                            + quoted(Units.codeOf(measured.get())) + "); the value is not used");
            return Optional.empty();
        }
        return factor.get().compareTo(BigDecimal.ONE) == 0
                ? value
                : Optional.of(value.get().multiply(factor.get()).stripTrailingZeros());
    }

    private static String qualifier(ContentItem item) {
        return item.dataSet()
                .item(Tag.NUMERIC_VALUE_QUALIFIER_CODE_SEQUENCE)
                .flatMap(Codes::codeOf)
                .map(code -> " (qualifier " + code.value() + ")")
                .orElse("");
    }

    /** Quotes a number or unit of the report only if it looks like one, because any other text could be a name. */
    private static String quoted(String text) {
        if (text.isEmpty()) {
            return "none";
        }
        return QUOTABLE.matcher(text).matches() ? "\"" + text + "\"" : "unreadable";
    }

    private Optional<BigDecimal> value(DataSet measured, ContentItem item, String name) {
        String text = measured.string(Tag.NUMERIC_VALUE).orElse("");
        if (text.isEmpty()) {
            return floatingValue(measured, item, name);
        }
        Optional<BigDecimal> value = DecimalText.read(text);
        if (value.isEmpty()) {
            note(
                    Finding.Kind.VALUE,
                    item,
                    name + " is not a decimal string (" + quoted(text) + "); the value is not used");
        }
        return value;
    }

    private Optional<BigDecimal> floatingValue(DataSet measured, ContentItem item, String name) {
        double floating = measured.floating(Tag.FLOATING_POINT_VALUE).orElse(Double.NaN);
        if (Double.isFinite(floating)) {
            return Optional.of(BigDecimal.valueOf(floating));
        }
        note(Finding.Kind.MISSING, item, name + " has an empty value");
        return Optional.empty();
    }

    /** Returns the code of the first {@code concept} among the children; an empty one is a finding. */
    Optional<Code> code(ContentItem parent, Concept concept, String name) {
        Optional<ContentItem> item = parent.first(concept);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        Optional<Code> code = item.get().codeValue();
        if (code.isEmpty()) {
            note(Finding.Kind.MISSING, item.get(), name + " has no code");
        }
        return code;
    }

    /** Returns which concept that code is: {@link Codes#NONE} without one, which is a finding where the item is there. */
    Concept codedConcept(ContentItem parent, Concept concept, String name) {
        Optional<ContentItem> item = parent.first(concept);
        if (item.isEmpty()) {
            return Codes.NONE;
        }
        Concept coded = item.get().codedConcept();
        if (coded == Codes.NONE) {
            note(Finding.Kind.MISSING, item.get(), name + " has no code");
        }
        return coded;
    }

    Optional<LocalDateTime> dateTime(ContentItem parent, Concept concept, String name) {
        Optional<ContentItem> item = parent.first(concept);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        Optional<LocalDateTime> value = item.get().dateTime().flatMap(Texts::dateTime);
        if (value.isEmpty()) {
            note(Finding.Kind.VALUE, item.get(), name + " is not a date and time");
        }
        return value;
    }
}
