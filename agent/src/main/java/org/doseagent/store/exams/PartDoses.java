package org.doseagent.store.exams;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.drl.group.LevelCoverage;
import org.doseagent.drl.mapping.CategoryCount;
import org.doseagent.store.sql.Session;

/** Reads what statistics are made of: parts of patients' exams with a category, never those of phantoms. Thread-safe. */
public final class PartDoses implements AutoCloseable {

    private static final String ONE_SITE = "site = (SELECT id FROM site WHERE name = ?)";

    /** No site has an empty name, which is the value for all sites. */
    private static final String ALL_SITES = "site IN (SELECT id FROM site WHERE name <> ?)";

    private final String site;
    private final Session session;
    private final boolean isOfAllSites;

    public PartDoses(Path dataDirectory, String site) {
        this(new Session(dataDirectory), site);
    }

    /** Uses a session, which it closes. */
    public PartDoses(Session session, String site) {
        this.site = site;
        this.session = session;
        this.isOfAllSites = false;
    }

    private PartDoses(Session session) {
        this.site = "";
        this.session = session;
        this.isOfAllSites = true;
    }

    /** Returns the parts of all sites of a store. Closes the session. */
    public static PartDoses ofAllSites(Session session) {
        return new PartDoses(session);
    }

    /** Returns the query about the site, or the same about all sites, which takes the same values. */
    private String sql(String ofOneSite) {
        return isOfAllSites ? ofOneSite.replace(ONE_SITE, ALL_SITES) : ofOneSite;
    }

    /** Returns the parts of a category from one day to another, both inclusive, newest first. */
    public List<PartDose> parts(String category, LocalDate from, LocalDate to) {
        DeviceKeys keys = new DeviceKeys();
        return session.query(
                sql("""
                SELECT p.exam, p.category, d.device_key, p.study_date_time, p.age_days, p.weight_kg, p.phantom_cm, p.ctdi_vol_mgy,
                       p.dlp_mgycm, p.dlp_diagnostic_mgycm, p.dlp_largest_event_mgycm
                  FROM part p JOIN device d ON d.site = p.site AND d.id = p.device JOIN exam e ON e.site = p.site AND e.id = p.exam
                 WHERE p.site = (SELECT id FROM site WHERE name = ?) AND p.is_qa = 0 AND p.category = ?
                   AND p.study_date_time >= ? AND p.study_date_time < ?
                 ORDER BY p.study_date_time DESC NULLS LAST, e.study_uid DESC, p.number
                """),
                row -> part(row, keys),
                site,
                category,
                from.toString(),
                to.plusDays(1).toString());
    }

    /** Returns the study of a part, so that a person finds its exam; empty where the exam is gone. */
    public Optional<StudyInstanceUid> studyOf(PartDose part) {
        return session
                .query(
                        "SELECT study_uid FROM exam WHERE site = (SELECT id FROM site WHERE name = ?) AND id = ?",
                        row -> new StudyInstanceUid(row.getString(1)),
                        site,
                        part.exam())
                .stream()
                .findFirst();
    }

    /** Returns how many exams there are, and how many of them have a part with a category. */
    public MappedExams mappedExams() {
        return session.query(sql("""
                SELECT count(*), count(*) FILTER (WHERE EXISTS (
                         SELECT 1 FROM part p WHERE p.site = e.site AND p.exam = e.id AND p.category IS NOT NULL))
                  FROM exam e WHERE e.site = (SELECT id FROM site WHERE name = ?)
                """), row -> new MappedExams(row.getLong(1), row.getLong(2)), site)
                .get(0);
    }

    /** Exams, and those of them with a category. */
    public record MappedExams(long exams, long mapped) {}

    /** Returns the categories that have parts in these days: one look at the index for each, however many parts there are. */
    public List<String> categories(LocalDate from, LocalDate to) {
        return session.query(
                sql("""
                WITH RECURSIVE known (category) AS (
                  SELECT min(category) FROM part WHERE site = (SELECT id FROM site WHERE name = ?) AND is_qa = 0
                  UNION ALL
                  SELECT (SELECT min(category) FROM part WHERE site = (SELECT id FROM site WHERE name = ?) AND is_qa = 0 AND category > known.category)
                    FROM known WHERE category IS NOT NULL)
                SELECT category FROM known
                 WHERE category IS NOT NULL
                   AND EXISTS (SELECT 1 FROM part p WHERE p.site = (SELECT id FROM site WHERE name = ?) AND p.is_qa = 0 AND p.category = known.category
                                  AND p.study_date_time >= ? AND p.study_date_time < ?)
                 ORDER BY category
                """),
                row -> row.getString(1),
                site,
                site,
                site,
                from.toString(),
                to.plusDays(1).toString());
    }

    /** Returns how many parts there are by category and population, those of the months from one to another, both inclusive. */
    public List<CategoryCount> counts(YearMonth from, YearMonth to) {
        return session.query(
                sql("""
                SELECT category, is_adult, count(*) FROM part
                 WHERE site = (SELECT id FROM site WHERE name = ?) AND is_qa = 0 AND (study_month IS NULL OR (study_month >= ? AND study_month <= ?))
                 GROUP BY category, is_adult ORDER BY category NULLS FIRST, is_adult DESC NULLS LAST
                """),
                row -> new CategoryCount(
                        Optional.ofNullable(row.getString(1)),
                        integer(row, 2).map(adult -> adult == 1),
                        row.getLong(3)),
                site,
                AssessmentRows.numberOf(from),
                AssessmentRows.numberOf(to));
    }

    /** Returns how many parts there are by category, age and weight, those with a category and an age, from one day to another, both inclusive. */
    public List<LevelCoverage.Patients> patients(LocalDate from, LocalDate to) {
        return session.query(
                """
                SELECT category, age_days, weight_kg, count(*) FROM part
                 WHERE site = (SELECT id FROM site WHERE name = ?) AND is_qa = 0 AND category IS NOT NULL AND age_days IS NOT NULL
                   AND study_date_time >= ? AND study_date_time < ?
                 GROUP BY category, age_days, weight_kg ORDER BY category, age_days, weight_kg
                """,
                row -> new LevelCoverage.Patients(row.getString(1), row.getInt(2), decimal(row, 3), row.getLong(4)),
                site,
                from.toString(),
                to.plusDays(1).toString());
    }

    /**
     * Returns the values of parts, a group at a time.
     *
     * <p>One row of the database carries a whole group: reading a million values one by one costs a second in the driver alone.
     *
     * @param category empty: all
     */
    public List<ValueGroup> values(String category, MonthRange months) {
        DeviceKeys keys = new DeviceKeys();
        return session.query(
                sql("""
                SELECT category, study_month,
                       (SELECT d.device_key FROM device d WHERE d.site = p.site AND d.id = p.device), phantom_cm, is_adult,
                       string_agg(ctdi_vol_mgy, ','), string_agg(dlp_mgycm, ',')
                  FROM part p
                 WHERE site = (SELECT id FROM site WHERE name = ?) AND is_qa = 0
                """
                        + (category.isEmpty() ? " AND '' = ?" : " AND category = ?")
                        + months.condition("study_month")
                        + " GROUP BY site, category, study_month, device, phantom_cm, is_adult"),
                row -> new ValueGroup(
                        Optional.ofNullable(row.getString(1)),
                        integer(row, 2)
                                .map(month -> AssessmentRows.monthOf(month).toString()),
                        keys.of(row.getString(3)),
                        integer(row, 4),
                        integer(row, 5).map(adult -> adult == 1),
                        DecimalText.parse(row.getString(6)),
                        DecimalText.parse(row.getString(7))),
                site,
                category,
                months.first(),
                months.last());
    }

    /** Returns the values of diagnostic events by protocol, a group at a time. */
    public List<ValueGroup> eventValues(MonthRange months) {
        DeviceKeys keys = new DeviceKeys();
        return session.query(
                sql("""
                SELECT (SELECT t.value FROM text t WHERE t.site = v.site AND t.id = v.protocol), study_month,
                       (SELECT d.device_key FROM device d WHERE d.site = v.site AND d.id = v.device), phantom_cm,
                       string_agg(ctdi_vol_mgy, ','), string_agg(dlp_mgycm, ',')
                  FROM event v
                 WHERE counts = 1 AND role = 0 AND site = (SELECT id FROM site WHERE name = ?)
                """
                        + months.condition("study_month")
                        + " GROUP BY site, protocol, study_month, device, phantom_cm"),
                row -> new ValueGroup(
                        Optional.ofNullable(row.getString(1)),
                        integer(row, 2)
                                .map(month -> AssessmentRows.monthOf(month).toString()),
                        keys.of(row.getString(3)),
                        integer(row, 4),
                        Optional.empty(),
                        DecimalText.parse(row.getString(5)),
                        DecimalText.parse(row.getString(6))),
                site,
                months.first(),
                months.last());
    }

    private static PartDose part(ResultSet row, DeviceKeys keys) throws SQLException {
        return new PartDose(
                row.getLong(1),
                row.getString(2),
                keys.of(row.getString(3)),
                LocalDateTime.parse(row.getString(4)),
                integer(row, 5),
                decimal(row, 6),
                new PartTotals(integer(row, 7), decimal(row, 8), decimal(row, 9), decimal(row, 10), decimal(row, 11)));
    }

    private static Optional<Integer> integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<BigDecimal> decimal(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(BigDecimal::new);
    }

    @Override
    public void close() {
        session.close();
    }
}
