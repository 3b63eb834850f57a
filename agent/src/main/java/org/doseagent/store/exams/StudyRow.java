package org.doseagent.store.exams;

import java.sql.SQLException;

/** Writes rows of one exam. */
final class StudyRow {

    private final Dictionary.Writer writer;
    private final Dictionary dictionary;
    private final long exam;

    StudyRow(Dictionary.Writer writer, Dictionary dictionary, long exam) {
        this.writer = writer;
        this.dictionary = dictionary;
        this.exam = exam;
    }

    Dictionary dictionary() {
        return dictionary;
    }

    /** Begins a row with the site and the number of the exam. */
    RowValues row() throws SQLException {
        return new RowValues(dictionary).add(dictionary.site()).add(exam);
    }

    long exam() {
        return exam;
    }

    void insert(Columns columns, RowValues row) throws SQLException {
        insert(columns.insert(), row);
    }

    void insert(String sql, RowValues row) throws SQLException {
        writer.run(sql, row.toArray());
    }
}
