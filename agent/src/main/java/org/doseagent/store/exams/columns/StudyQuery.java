package org.doseagent.store.exams.columns;

import java.sql.SQLException;
import java.util.List;
import org.doseagent.store.Chunks;
import org.doseagent.store.sql.Query;

/** Reads rows of up to {@link Chunks#SIZE} exams. */
public final class StudyQuery {

    private final Query store;
    private final Dictionary dictionary;
    private final long site;
    private final List<Long> exams;

    /** Makes a value of the row under the cursor, whose first column is the number of the exam. */
    public interface Reader<T> {
        T read(RowReader row) throws SQLException;
    }

    public StudyQuery(Query store, Dictionary dictionary, long site, List<Long> exams) {
        this.store = store;
        this.dictionary = dictionary;
        this.site = site;
        this.exams = List.copyOf(exams);
    }

    public <T> List<T> rows(String sql, Reader<T> reader) throws SQLException {
        return store.query(sql, row -> reader.read(new RowReader(row, dictionary, store)), Chunks.values(site, exams));
    }
}
