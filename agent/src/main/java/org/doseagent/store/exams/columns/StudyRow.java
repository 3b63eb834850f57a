package org.doseagent.store.exams.columns;

import java.sql.SQLException;

/** Writes rows of one exam. */
public final class StudyRow {

    private final Dictionary.Writer writer;
    private final Dictionary dictionary;
    private final long exam;

    public StudyRow(Dictionary.Writer writer, Dictionary dictionary, long exam) {
        this.writer = writer;
        this.dictionary = dictionary;
        this.exam = exam;
    }

    public Dictionary dictionary() {
        return dictionary;
    }

    /** Begins a row with the site and the number of the exam. */
    public RowValues row() throws SQLException {
        return new RowValues(dictionary).add(dictionary.site()).add(exam);
    }

    public long exam() {
        return exam;
    }

    public void insert(Columns columns, RowValues row) throws SQLException {
        insert(columns.insert(), row);
    }

    public void insert(String sql, RowValues row) throws SQLException {
        writer.run(sql, row.toArray());
    }
}
