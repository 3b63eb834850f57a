package org.doseagent.store.exams;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.store.Chunks;
import org.doseagent.store.exams.columns.Dictionary;
import org.doseagent.store.sql.Database;
import org.doseagent.store.sql.Statements;

/**
 * The exams as they were at one moment, however often they are read and whatever others write meanwhile. They come one after the other, so
 * that any number of them needs no memory. Confined to one thread; close it soon, since the store's log grows until then.
 */
public final class ExamSnapshot implements AutoCloseable {

    private final Statements store;
    private final String site;
    private final Dictionary dictionary;

    ExamSnapshot(Statements store, String site, Dictionary dictionary) {
        this.store = store;
        this.site = site;
        this.dictionary = dictionary;
    }

    /** Gives exams one after the other, newest study first. */
    public void each(ExamQuery query, Consumer<AssessedExam> consumer) {
        String since = query.from().map(Object::toString).orElse("");
        String until = query.until().map(day -> day.plusDays(1).toString()).orElse("");
        String category = query.category().orElse("");
        String device = query.device().orElse("");
        StudyReader reader = new StudyReader(store, dictionary, site);
        List<ExamTable.Row> some = new ArrayList<>();
        try {
            store.each(
                    EXAMS,
                    row -> {
                        some.add(reader.row(row));
                        if (some.size() == Chunks.SIZE) {
                            give(some, reader, consumer);
                        }
                        return some;
                    },
                    site,
                    since,
                    since,
                    until,
                    until,
                    category,
                    category,
                    query.isUnmappedOnly() ? 1 : 0,
                    device,
                    device,
                    device,
                    device,
                    query.limit());
            give(some, reader, consumer);
        } catch (SQLException e) {
            throw Database.failure("store cannot be read", e);
        }
    }

    private static void give(List<ExamTable.Row> rows, StudyReader reader, Consumer<AssessedExam> consumer)
            throws SQLException {
        reader.exams(rows).forEach(consumer);
        rows.clear();
    }

    private static final String EXAMS = "SELECT " + ExamTable.COLUMNS + """
             FROM exam e
             WHERE site = (SELECT id FROM site WHERE name = ?)
               AND (? = '' OR study_date_time >= ?) AND (? = '' OR study_date_time < ?)
               AND (? = '' OR EXISTS (SELECT 1 FROM part p WHERE p.site = e.site AND p.exam = e.id AND p.category = ?))
               AND (? = 0 OR EXISTS (SELECT 1 FROM part p WHERE p.site = e.site AND p.exam = e.id AND p.category IS NULL))
               AND (? = '' OR EXISTS (SELECT 1 FROM device d WHERE d.site = e.site AND d.id = e.device
                                         AND (d.device_key = ? OR d.label = ? OR d.device_key LIKE '%|' || ?)))
             ORDER BY study_date_time DESC NULLS LAST, study_uid LIMIT ?
            """;

    @Override
    public void close() {
        try {
            store.close();
        } catch (SQLException e) {
            throw Database.failure("store cannot be closed", e);
        }
    }
}
