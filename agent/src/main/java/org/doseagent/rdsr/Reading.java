package org.doseagent.rdsr;

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

/** One extraction in progress: reads values out of content items and notes what is wrong with them. Confined to one thread. */
final class Reading {

    /** Findings kept of one report; a hostile one could have a million. */
    private static final int MAX_FINDINGS = 500;

    private static final int MAX_EXPONENT = 30;
    private static final int MAX_DIGITS = 64;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,9})?");

    /** What may be shown of a value or unit that cannot be used: never text that could name somebody. */
    private static final Pattern QUOTABLE = Pattern.compile("[0-9.,+/ eE-]{1,24}|[a-zA-Z0-9.*/{}\\[\\]%^-]{1,8}");

    private final List<Finding> findings = new ArrayList<>();

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    void note(Finding.Kind kind, String path, String text) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(kind, path.isEmpty() ? "header" : path, text));
        }
    }

    /** Returns the number of the first {@code concept} among the children of {@code parent}, in {@code units}. */
    Optional<BigDecimal> number(ContentItem parent, Concept concept, Units units, String name) {
        return parent.first(concept).flatMap(item -> number(item, units, name));
    }

    /** Returns a number that must not be negative; a negative one is a finding and not used. */
    Optional<BigDecimal> number(ContentItem item, Units units, String name) {
        Optional<DataSet> measured = item.dataSet().item(Tag.MEASURED_VALUE_SEQUENCE);
        if (measured.isEmpty()) {
            String qualifier = item.dataSet()
                    .item(Tag.NUMERIC_VALUE_QUALIFIER_CODE_SEQUENCE)
                    .flatMap(ContentItem::codeOf)
                    .map(code -> " (qualifier " + code.value() + ")")
                    .orElse("");
            note(Finding.Kind.MISSING, item.path(), name + " has no value" + qualifier);
            return Optional.empty();
        }
        Optional<BigDecimal> value = value(measured.get(), item, name);
        Optional<BigDecimal> factor = factor(measured.get(), units);
        if (value.isPresent() && factor.isEmpty()) {
            note(
                    Finding.Kind.UNIT,
                    item.path(),
                    name + " of " + value.get().toPlainString() + " has a unit that is not known for it ("
                            + quoted(unit(measured.get())) + "); the value is not used");
            return Optional.empty();
        }
        if (value.isPresent() && value.get().signum() < 0) {
            note(
                    Finding.Kind.VALUE,
                    item.path(),
                    name + " is negative (" + value.get().toPlainString() + "); the value is not used");
            return Optional.empty();
        }
        return value.map(number -> factor.orElseThrow().compareTo(BigDecimal.ONE) == 0
                ? number
                : number.multiply(factor.orElseThrow()).stripTrailingZeros());
    }

    private static Optional<BigDecimal> factor(DataSet measured, Units units) {
        return units.factorFrom(unit(measured));
    }

    private static String unit(DataSet measured) {
        return measured.item(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE)
                .flatMap(ContentItem::codeOf)
                .map(Code::value)
                .orElse("");
    }

    /** Shows a number or unit of the report as far as it looks like one; any other text could be a name. */
    private static String quoted(String text) {
        if (text.isEmpty()) {
            return "none";
        }
        return QUOTABLE.matcher(text).matches() ? "\"" + text + "\"" : "unreadable";
    }

    private Optional<BigDecimal> value(DataSet measured, ContentItem item, String name) {
        List<String> texts = measured.strings(Tag.NUMERIC_VALUE);
        if (texts.isEmpty() || texts.get(0).isEmpty()) {
            double floating = measured.floating(Tag.FLOATING_POINT_VALUE).orElse(Double.NaN);
            if (Double.isFinite(floating)) {
                return Optional.of(BigDecimal.valueOf(floating));
            }
            note(Finding.Kind.MISSING, item.path(), name + " has an empty value");
            return Optional.empty();
        }
        Optional<BigDecimal> value = decimal(texts.get(0));
        if (value.isEmpty()) {
            note(
                    Finding.Kind.VALUE,
                    item.path(),
                    name + " is not a decimal string (" + quoted(texts.get(0)) + "); the value is not used");
        }
        return value;
    }

    /** Reads a DS; a huge exponent, which would cost memory when written out, is no number. */
    static Optional<BigDecimal> decimal(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > MAX_DIGITS || !DECIMAL.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(trimmed);
        int exponent = value.precision() - value.scale();
        boolean isBounded = value.signum() == 0 || Math.abs(exponent) <= MAX_EXPONENT;
        return isBounded && Math.abs(value.scale()) <= MAX_EXPONENT + MAX_DIGITS
                ? Optional.of(value)
                : Optional.empty();
    }

    /** Returns the code of the first {@code concept} among the children; an empty one is a finding. */
    Optional<Code> code(ContentItem parent, Concept concept, String name) {
        Optional<ContentItem> item = parent.first(concept);
        Optional<Code> code = item.flatMap(ContentItem::codeValue);
        if (item.isPresent() && code.isEmpty()) {
            note(Finding.Kind.MISSING, item.get().path(), name + " has no code");
        }
        return code;
    }

    Optional<LocalDateTime> dateTime(ContentItem parent, Concept concept, String name) {
        Optional<ContentItem> item = parent.first(concept);
        Optional<LocalDateTime> value = item.flatMap(ContentItem::dateTime).flatMap(Texts::dateTime);
        if (item.isPresent() && value.isEmpty()) {
            note(Finding.Kind.VALUE, item.get().path(), name + " is not a date and time");
        }
        return value;
    }
}
