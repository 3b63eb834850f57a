package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows as RFC 4180, of the same fields as the JSON: what a program reads, and what a spreadsheet opens without taking a text of a report
 * for a formula.
 */
public final class Csv {

    /** What makes a spreadsheet calculate, and the full-width forms that some of them take for it. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    /** Between several values of one field, such as the categories of an exam's parts. */
    private static final String SEVERAL = "; ";

    private final List<String> fields;

    /** Takes the fields in their order; {@code a.b} is the field {@code b} of the object, or of each object of the array, {@code a}. */
    public Csv(List<String> fields) {
        this.fields = fields;
    }

    public void printHeader(PrintWriter out) {
        print(out, fields);
    }

    public void print(PrintWriter out, JsonNode row) {
        print(out, fields.stream().map(field -> cell(row, field)).toList());
    }

    public static void print(PrintWriter out, List<String> cells) {
        out.print(String.join(",", cells.stream().map(Csv::quoted).toList()));
        out.print("\r\n");
    }

    private static String cell(JsonNode row, String field) {
        int dot = field.indexOf('.');
        if (dot < 0) {
            return text(row.path(field));
        }
        JsonNode outer = row.path(field.substring(0, dot));
        String rest = field.substring(dot + 1);
        if (!outer.isArray()) {
            return cell(outer, rest);
        }
        List<String> cells = new ArrayList<>();
        outer.forEach(each -> cells.add(cell(each, rest)));
        return String.join(SEVERAL, cells);
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            List<String> all = new ArrayList<>();
            value.forEach(each -> all.add(text(each)));
            return String.join(SEVERAL, all);
        }
        return value.isNull() || value.isMissingNode()
                ? ""
                : value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
    }

    /** Returns a text that no spreadsheet calculates: an apostrophe goes before what would begin a formula. Numbers stay. */
    public static String harmless(String cell) {
        boolean calculates = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
        return calculates && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }

    private static String quoted(String cell) {
        String safe = harmless(cell);
        boolean needsQuotes = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == ';' || c == '\r' || c == '\n');
        return needsQuotes ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
