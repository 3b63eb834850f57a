package org.doseagent.store.exams;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.Code;
import org.doseagent.store.Query;

/** Reads the columns of a row one after the other: the counterpart of {@link RowValues}. */
final class RowReader {

    private final ResultSet row;
    private final Dictionary dictionary;
    private final Query store;
    private int column;

    RowReader(ResultSet row, Dictionary dictionary, Query store) {
        this.row = row;
        this.dictionary = dictionary;
        this.store = store;
    }

    long number() throws SQLException {
        return row.getLong(++column);
    }

    int integer() throws SQLException {
        return row.getInt(++column);
    }

    String text() throws SQLException {
        return row.getString(++column);
    }

    boolean flag() throws SQLException {
        return row.getInt(++column) != 0;
    }

    Optional<String> textIfAny() throws SQLException {
        return Optional.ofNullable(row.getString(++column));
    }

    Optional<Integer> integerIfAny() throws SQLException {
        int value = row.getInt(++column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    Optional<Boolean> flagIfAny() throws SQLException {
        return integerIfAny().map(value -> value != 0);
    }

    Optional<BigDecimal> decimalIfAny() throws SQLException {
        String text = row.getString(++column);
        return text == null ? Optional.empty() : Optional.of(new BigDecimal(text));
    }

    Optional<LocalDateTime> timeIfAny() throws SQLException {
        String text = row.getString(++column);
        return text == null ? Optional.empty() : Optional.of(LocalDateTime.parse(text));
    }

    Optional<String> wordIfAny() throws SQLException {
        Optional<Integer> id = integerIfAny();
        return id.isEmpty() ? Optional.empty() : Optional.of(dictionary.text(id.get(), store));
    }

    String word() throws SQLException {
        return dictionary.text(integer(), store);
    }

    Optional<Code> codeIfAny() throws SQLException {
        Optional<Integer> id = integerIfAny();
        return id.isEmpty() ? Optional.empty() : Optional.of(dictionary.code(id.get(), store));
    }

    Dictionary dictionary() {
        return dictionary;
    }

    Query store() {
        return store;
    }
}
