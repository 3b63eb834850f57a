package org.doseagent.store.exams;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.Function;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.store.Database;
import org.doseagent.store.Rows;

/**
 * The exams as they were at one moment, however often they are read and whatever others write meanwhile. They come one after the other, so
 * that any number of them needs no memory. Confined to one thread; close it soon, since the store's log grows until then.
 */
public final class ExamSnapshot implements AutoCloseable {

    private final Connection connection;
    private final String site;
    private final Function<String, AssessedExam> parse;

    ExamSnapshot(Connection connection, String site, Function<String, AssessedExam> parse) {
        this.connection = connection;
        this.site = site;
        this.parse = parse;
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN DEFERRED");
        } catch (SQLException e) {
            throw Database.failure("store cannot be read", e);
        }
    }

    /** Gives exams one after the other, newest study first. */
    public void each(ExamQuery query, Consumer<AssessedExam> consumer) {
        String since = query.from().map(Object::toString).orElse("");
        String until = query.until().map(day -> day.plusDays(1).toString()).orElse("");
        String category = query.category().orElse("");
        String device = query.device().orElse("");
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT json FROM exam e
                 WHERE site = ? AND (? = '' OR study_date_time >= ?) AND (? = '' OR study_date_time < ?)
                   AND (? = '' OR EXISTS (SELECT 1 FROM part p WHERE p.site = e.site AND p.study_uid = e.study_uid AND p.category = ?))
                   AND (? = 0 OR EXISTS (SELECT 1 FROM part p WHERE p.site = e.site AND p.study_uid = e.study_uid AND p.category IS NULL))
                   AND (? = '' OR device_key = ? OR device_label = ? OR device_key LIKE '%|' || ?)
                 ORDER BY study_date_time DESC, study_uid LIMIT ?
                """)) {
            Rows.bind(
                    statement,
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
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(parse.apply(rows.getString(1)));
                }
            }
        } catch (SQLException e) {
            throw Database.failure("store cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Database.failure("store cannot be closed", e);
        }
    }
}
