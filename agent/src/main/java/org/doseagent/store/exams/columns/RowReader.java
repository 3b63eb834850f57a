package org.doseagent.store.exams.columns;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.Code;
import org.doseagent.store.sql.Query;

/** Reads the columns of a row one after the other: the counterpart of {@link RowValues}. */
public final class RowReader {

    private final ResultSet row;
    private final Dictionary dictionary;
    private final Query store;
    private int column;

    public RowReader(ResultSet row, Dictionary dictionary, Query store) {
        this.row = row;
        this.dictionary = dictionary;
        this.store = store;
    }

    public long number() throws SQLException {
        return row.getLong(++column);
    }

    public int integer() throws SQLException {
        return row.getInt(++column);
    }

    public String text() throws SQLException {
        return row.getString(++column);
    }

    public boolean flag() throws SQLException {
        return row.getInt(++column) != 0;
    }

    public Optional<String> textIfAny() throws SQLException {
        return Optional.ofNullable(row.getString(++column));
    }

    public Optional<Integer> integerIfAny() throws SQLException {
        int value = row.getInt(++column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    public Optional<Boolean> flagIfAny() throws SQLException {
        return integerIfAny().map(value -> value != 0);
    }

    public Optional<BigDecimal> decimalIfAny() throws SQLException {
        String text = row.getString(++column);
        return text == null ? Optional.empty() : Optional.of(new BigDecimal(text));
    }

    public Optional<LocalDateTime> timeIfAny() throws SQLException {
        String text = row.getString(++column);
        return text == null ? Optional.empty() : Optional.of(LocalDateTime.parse(text));
    }

    public Optional<String> wordIfAny() throws SQLException {
        Optional<Integer> id = integerIfAny();
        return id.isEmpty() ? Optional.empty() : Optional.of(dictionary.text(id.get(), store));
    }

    public String word() throws SQLException {
        return dictionary.text(integer(), store);
    }

    public Optional<Code> codeIfAny() throws SQLException {
        Optional<Integer> id = integerIfAny();
        return id.isEmpty() ? Optional.empty() : Optional.of(dictionary.code(id.get(), store));
    }

    public Dictionary dictionary() {
        return dictionary;
    }

    public Query store() {
        return store;
    }
}
