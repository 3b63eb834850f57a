package org.doseagent.store.exams.columns;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dose.Code;
import org.jspecify.annotations.Nullable;

/** The values of one new row, in the order of its columns. Null is stored as null. */
public final class RowValues {

    private final Dictionary dictionary;
    private final List<@Nullable Object> values = new ArrayList<>(32);

    public RowValues(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Adds a number or a text as it is, and anything else in its text form. */
    public RowValues add(@Nullable Object value) {
        values.add(value == null || value instanceof Number ? value : value.toString());
        return this;
    }

    public RowValues flag(@Nullable Boolean value) {
        return add(value == null ? null : value ? 1 : 0);
    }

    /** Adds a decimal with all its digits and its scale. */
    public RowValues decimal(@Nullable BigDecimal value) {
        values.add(value == null ? null : value.toString());
        return this;
    }

    /** Adds a text that many rows repeat. */
    public RowValues word(@Nullable String value) throws SQLException {
        return add(value == null ? null : dictionary.idOf(value));
    }

    public RowValues code(@Nullable Code value) throws SQLException {
        return add(value == null ? null : dictionary.idOf(value));
    }

    public Dictionary dictionary() {
        return dictionary;
    }

    @Nullable
    public Object[] toArray() {
        return values.toArray();
    }
}
