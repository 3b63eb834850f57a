package org.doseagent.store.sql;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows of one connection, within one transaction: all queries see the store at one moment. */
public interface Query {

    /** Returns the rows, all of them read. */
    <T> List<T> query(String sql, Rows.Reader<T> reader, @Nullable Object... values) throws SQLException;
}
