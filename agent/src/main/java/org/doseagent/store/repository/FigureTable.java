package org.doseagent.store.repository;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.benchmark.FacilityMedian;
import org.doseagent.aggregate.benchmark.Figure;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.Labels;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.dose.Quantity;
import org.doseagent.store.sql.Query;
import org.doseagent.store.sql.Session;
import org.jspecify.annotations.Nullable;

/** The medians of facilities and the figures over them. Methods that change rows are called in a transaction. */
final class FigureTable {

    private static final String KEY =
            "SELECT number, category, population, equipment_age, quantity, phantom_cm FROM figure_key";

    private final Session session;

    FigureTable(Session session) {
        this.session = session;
    }

    /** Replaces the medians of a facility and year: a median that is gone stays as a row without exams, so that its change is counted. */
    void replace(DueYear of, Map<Benchmark.Key, FacilityMedian> medians, long run) throws SQLException {
        Map<Long, FacilityMedian> before = new HashMap<>();
        session.queryInTransaction(
                        "SELECT figure_key, median, exams FROM facility_median WHERE facility = ? AND year = ? AND figure_key IN (SELECT number FROM figure_key)",
                        row -> Map.entry(
                                row.getLong(1), new FacilityMedian(new BigDecimal(row.getString(2)), row.getLong(3))),
                        of.facility(),
                        of.year())
                .forEach(entry -> before.put(entry.getKey(), entry.getValue()));
        for (Map.Entry<Benchmark.Key, FacilityMedian> entry : medians.entrySet()) {
            long key = number(entry.getKey());
            FacilityMedian old = before.remove(key);
            if (!entry.getValue().equals(old)) {
                put(of, key, entry.getValue(), run);
            }
        }
        for (Map.Entry<Long, FacilityMedian> gone : before.entrySet()) {
            if (gone.getValue().exams() > 0) {
                put(of, gone.getKey(), new FacilityMedian(gone.getValue().median(), 0), run);
            }
        }
    }

    private void put(DueYear of, long key, FacilityMedian median, long run) throws SQLException {
        session.run("""
                INSERT INTO facility_median (year, figure_key, facility, median, exams, run) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (year, figure_key, facility) DO UPDATE SET median = excluded.median, exams = excluded.exams, run = excluded.run
                """, of.year(), key, of.facility(), median.median().toPlainString(), median.exams(), run);
    }

    private long number(Benchmark.Key key) throws SQLException {
        Object[] values = {
            key.category(),
            key.population().label(),
            key.equipmentAge().label(),
            key.quantity().name(),
            key.phantomCm()
        };
        List<Long> known = session.queryInTransaction(
                "SELECT number FROM figure_key WHERE category = ? AND population = ? AND equipment_age = ? AND quantity = ? AND phantom_cm = ?",
                row -> row.getLong(1),
                values);
        if (!known.isEmpty()) {
            return known.get(0);
        }
        session.run("""
                INSERT INTO figure_key (number, category, population, equipment_age, quantity, phantom_cm)
                VALUES ((SELECT coalesce(max(number), 0) + 1 FROM figure_key), ?, ?, ?, ?, ?)
                """, values);
        return number(key);
    }

    /** Returns the keys that a year has medians of. */
    Map<Long, Benchmark.Key> keys(int year) {
        Map<Long, Benchmark.Key> keys = new HashMap<>();
        session.query(
                        KEY
                                + " WHERE EXISTS (SELECT 1 FROM facility_median m WHERE m.year = ? AND m.figure_key = number)",
                        row -> Map.entry(row.getLong(1), key(row)),
                        year)
                .forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
        return keys;
    }

    List<CountedMedian> medians(int year, long key) {
        return session.query(
                """
                SELECT f.country, m.median, m.exams, m.run
                  FROM facility_median m JOIN facility f ON f.number = m.facility
                 WHERE m.year = ? AND m.figure_key = ?
                """,
                row -> new CountedMedian(
                        row.getString(1),
                        new FacilityMedian(new BigDecimal(row.getString(2)), row.getLong(3)),
                        row.getLong(4)),
                year,
                key);
    }

    /** Returns the figures of a year and country as they were published last. */
    Map<Benchmark.Key, PublishedFigure> published(int year, String country) {
        Map<Benchmark.Key, PublishedFigure> figures = new HashMap<>();
        session.query("""
                        SELECT k.number, k.category, k.population, k.equipment_age, k.quantity, k.phantom_cm, f.run, f.facilities,
                               f.p25, f.p50, f.p50_low, f.p50_high, f.p75, f.p75_low, f.p75_high
                          FROM figure f JOIN figure_key k ON k.number = f.figure_key
                         WHERE f.year = ? AND f.country = ?
                        """, FigureTable::published, year, country)
                .forEach(each -> figures.put(each.figure().key(), each));
        return figures;
    }

    List<String> countries(int year) {
        return session.query("SELECT DISTINCT country FROM figure WHERE year = ?", row -> row.getString(1), year);
    }

    void removePublished(int year) throws SQLException {
        session.run("DELETE FROM figure WHERE year = ?", year);
    }

    void publish(int year, String country, PublishedFigure published) throws SQLException {
        Figure figure = published.figure();
        session.run(
                """
                INSERT INTO figure (year, country, figure_key, run, facilities, p25, p50, p50_low, p50_high, p75, p75_low, p75_high)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                year,
                country,
                number(figure.key()),
                published.run(),
                figure.facilities(),
                figure.p25().toPlainString(),
                figure.p50().value().toPlainString(),
                end(figure.p50(), true),
                end(figure.p50(), false),
                figure.p75().value().toPlainString(),
                end(figure.p75(), true),
                end(figure.p75(), false));
    }

    private static @Nullable String end(Figure.Statistic statistic, boolean isLow) {
        return statistic
                .interval()
                .map(range -> (isLow ? range.low() : range.high()).toPlainString())
                .orElse(null);
    }

    void markChanged(int year, long run) throws SQLException {
        session.run(
                "INSERT INTO changed_year (year, run) VALUES (?, ?) ON CONFLICT (year) DO UPDATE SET run = excluded.run",
                year,
                run);
    }

    /** Returns whether a median of the year was computed again after an edition. */
    boolean isChangedAfter(long edition, int year) {
        return !session.query(
                        "SELECT 1 FROM changed_year WHERE year = ? AND run > ?", row -> row.getInt(1), year, edition)
                .isEmpty();
    }

    List<Integer> years() {
        return session.query("SELECT year FROM changed_year ORDER BY year DESC", row -> row.getInt(1));
    }

    void markDue(long facility, int year) throws SQLException {
        session.run(
                "INSERT INTO due (facility, year, marks) VALUES (?, ?, 1) ON CONFLICT (facility, year) DO UPDATE SET marks = due.marks + 1",
                facility,
                year);
    }

    void markAllDue(long facility) throws SQLException {
        for (int year : session.queryInTransaction(
                "SELECT DISTINCT year FROM facility_median WHERE facility = ?", row -> row.getInt(1), facility)) {
            markDue(facility, year);
        }
    }

    List<DueYear> due(int limit) {
        return session.query(
                "SELECT facility, year, marks FROM due ORDER BY facility, year LIMIT ?",
                row -> new DueYear(row.getLong(1), row.getInt(2), row.getLong(3)),
                limit);
    }

    void settle(DueYear done) throws SQLException {
        session.run(
                "DELETE FROM due WHERE facility = ? AND year = ? AND marks = ?",
                done.facility(),
                done.year(),
                done.marks());
    }

    /** Returns the last day of the newest period of a year that counts. */
    Optional<LocalDate> end(Query in, int year) throws SQLException {
        return in.query(
                        "SELECT max(s.period_end) FROM submission s JOIN facility f ON f.number = s.facility WHERE s.period_start >= ? AND s.period_end <= ? AND f.withdrawn_at IS NULL",
                        row -> Optional.ofNullable(row.getString(1)).map(LocalDate::parse),
                        LocalDate.of(year, 1, 1).toString(),
                        LocalDate.of(year, 12, 31).toString())
                .get(0);
    }

    private static PublishedFigure published(ResultSet row) throws SQLException {
        return new PublishedFigure(
                new Figure(
                        key(row),
                        row.getInt(8),
                        new BigDecimal(row.getString(9)),
                        statistic(row, 10),
                        statistic(row, 13)),
                row.getLong(7));
    }

    private static Figure.Statistic statistic(ResultSet row, int column) throws SQLException {
        String low = row.getString(column + 1);
        String high = row.getString(column + 2);
        return new Figure.Statistic(
                new BigDecimal(row.getString(column)),
                low == null || high == null
                        ? Optional.empty()
                        : Optional.of(new Figure.Range(new BigDecimal(low), new BigDecimal(high))));
    }

    private static Benchmark.Key key(ResultSet row) throws SQLException {
        return new Benchmark.Key(
                row.getString(2),
                Labels.find(PopulationBand.values(), PopulationBand::label, row.getString(3)),
                Labels.find(EquipmentAge.values(), EquipmentAge::label, row.getString(4)),
                Quantity.valueOf(row.getString(5)),
                row.getInt(6));
    }
}
