package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Describes the rows of a list once: the fields of the JSON in their order, and which of them a terminal shows under which heading. CSV and
 * table are made from the JSON of a row, so that the three cannot disagree. Immutable.
 *
 * <p>A field's value may be text, a number, a boolean, an instant, a date, a time without a zone, an {@code Optional} of these, or
 * a list of texts. Absent is {@code null} in JSON and empty in CSV.
 *
 * <pre>{@code
 * Rows<InboxEntry> rows = Rows.<InboxEntry>describe()
 *         .field("id", InboxEntry::id, shown("ID"))
 *         .field("sopInstanceUid", entry -> entry.sopInstanceUid().value())
 *         .field("receivedAt", InboxEntry::receivedAt, shown("RECEIVED").as(Look::second))
 *         .build();
 * }</pre>
 */
public final class Rows<T> {

    private final List<Field<T>> fields;
    private final List<Column> columns;

    private Rows(List<Field<T>> fields, List<Column> columns) {
        this.fields = List.copyOf(fields);
        this.columns = List.copyOf(columns);
    }

    /**
     * A field of the JSON.
     *
     * @param paths its columns in CSV: its name, or {@code name.field} for each field of an object or of a list of objects
     * @param isLeftOut whether the field is omitted when its value is absent
     */
    private record Field<T>(String name, Function<T, JsonNode> value, List<String> paths, boolean isLeftOut) {}

    /**
     * A column of the table.
     *
     * @param text returns its cell from the JSON of a row
     */
    record Column(String heading, Table.Kind kind, Function<JsonNode, String> text) {}

    /** Returns an empty description to be filled. */
    public static <T> Builder<T> describe() {
        return new Builder<>();
    }

    /** A row of one of the sites that share a database. */
    public record OfSite<T>(String site, T row) {}

    /** Describes the same rows with the site in front. */
    public Rows<OfSite<T>> withSite() {
        Builder<OfSite<T>> all = Rows.<OfSite<T>>describe().field("site", OfSite::site, Shown.shown("SITE"));
        for (Field<T> field : fields) {
            all.fields.add(
                    new Field<>(field.name(), of -> field.value().apply(of.row()), field.paths(), field.isLeftOut()));
        }
        all.columns.addAll(columns);
        return all.build();
    }

    /** Returns the JSON of one row. */
    public ObjectNode json(T row) {
        ObjectNode node = Json.object();
        for (Field<T> field : fields) {
            JsonNode value = field.value().apply(row);
            if (!field.isLeftOut() || !value.isNull()) {
                node.set(field.name(), value);
            }
        }
        return node;
    }

    /** Returns the headings of the CSV. */
    List<String> csvHeadings() {
        return fields.stream().flatMap(field -> field.paths().stream()).toList();
    }

    /** Returns the cells of the CSV, from the JSON of a row. */
    List<String> csv(JsonNode json) {
        return csvHeadings().stream().map(path -> Look.csv(at(json, path))).toList();
    }

    /** Returns the columns of the table. */
    List<Column> columns() {
        return columns;
    }

    /** Returns an empty table with these columns. */
    Table table() {
        return new Table(
                columns.stream().map(Column::heading).toList(),
                columns.stream().map(Column::kind).toList());
    }

    /** Returns the cells of the table, from the JSON of a row. */
    List<String> table(JsonNode json) {
        return columns.stream().map(column -> column.text().apply(json)).toList();
    }

    /** Returns the value at a dotted path; for a list, the values of all its objects. */
    private static JsonNode at(JsonNode json, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return json.path(path);
        }
        JsonNode outer = json.path(path.substring(0, dot));
        String rest = path.substring(dot + 1);
        if (!outer.isArray()) {
            return at(outer, rest);
        }
        ArrayNode all = Json.array();
        outer.forEach(each -> all.add(at(each, rest)));
        return all;
    }

    /** Collects fields in the order of the JSON. */
    public static final class Builder<T> {

        private final List<Field<T>> fields = new ArrayList<>();
        private final List<Column> columns = new ArrayList<>();
        private List<String> order = List.of();

        private Builder() {}

        /** Adds a field that is not in the table. */
        public Builder<T> field(String name, Function<T, ?> value) {
            return add(name, value, false);
        }

        /** Adds a field that is in the table. */
        public Builder<T> field(String name, Function<T, ?> value, Shown shown) {
            return add(name, value, false).show(name, shown);
        }

        /** Adds a field that is omitted, not null, when its value is absent. */
        public Builder<T> fieldIfPresent(String name, Function<T, ?> value) {
            return add(name, value, true);
        }

        private Builder<T> add(String name, Function<T, ?> value, boolean isLeftOut) {
            fields.add(new Field<>(name, row -> Json.node(value.apply(row)), List.of(name), isLeftOut));
            return this;
        }

        /** Adds an object; the table has the columns of its own description. */
        public <P> Builder<T> object(String name, Function<T, P> value, Rows<P> rows) {
            fields.add(new Field<>(name, row -> rows.json(value.apply(row)), paths(name, rows), false));
            return showInner(name, rows);
        }

        /** Adds a list of objects; a look of its description gets the values of all of them. */
        public <P> Builder<T> each(String name, Function<T, List<P>> values, Rows<P> rows) {
            fields.add(new Field<>(name, row -> Json.array(values.apply(row), rows::json), paths(name, rows), false));
            return showInner(name, rows);
        }

        private static List<String> paths(String name, Rows<?> rows) {
            return rows.csvHeadings().stream().map(path -> name + "." + path).toList();
        }

        private Builder<T> showInner(String name, Rows<?> rows) {
            for (Column column : rows.columns) {
                columns.add(new Column(
                        column.heading(), column.kind(), json -> column.text().apply(json.path(name))));
            }
            return this;
        }

        private Builder<T> show(String name, Shown shown) {
            columns.add(new Column(shown.heading(), shown.kind(), json -> shown.text(atAll(json, name))));
            return this;
        }

        private static JsonNode atAll(JsonNode json, String name) {
            if (!json.isArray()) {
                return json.path(name);
            }
            ArrayNode all = Json.array();
            json.forEach(each -> all.add(each.path(name)));
            return all;
        }

        /** Adds a column of the table that is made from several fields; its look gets the whole JSON of the row. */
        public Builder<T> column(Shown shown) {
            columns.add(new Column(shown.heading(), shown.kind(), shown::text));
            return this;
        }

        /** Sets the order of the columns of the table, by headings. Default: the order of the fields. */
        public Builder<T> tableOrder(String... headings) {
            order = List.of(headings);
            return this;
        }

        public Rows<T> build() {
            List<Column> ordered =
                    order.isEmpty() ? columns : order.stream().map(this::column).toList();
            if (ordered.size() != columns.size()) {
                throw new IllegalStateException("the order names " + order + " of " + columns);
            }
            return new Rows<>(fields, ordered);
        }

        private Column column(String heading) {
            return columns.stream()
                    .filter(column -> column.heading().equals(heading))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no column " + heading));
        }
    }
}
