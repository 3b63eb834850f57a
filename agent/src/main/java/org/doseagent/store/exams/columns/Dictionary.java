package org.doseagent.store.exams.columns;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.Code;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.store.StoreException;
import org.doseagent.store.sql.Query;
import org.jspecify.annotations.Nullable;

/**
 * Texts, codes and scanners that many rows repeat: each is stored once and named by a small number. An entry is never changed, and
 * only an erasure removes one, so that what was looked up once stays right. Lookups by number are thread-safe; {@code idOf} is called within a transaction.
 */
public final class Dictionary {

    /** Entries of each kind that are remembered. A hospital has hundreds; with more, the store is asked again. */
    private static final int MAX_REMEMBERED = 20_000;

    /** The numbers of a scanner and of its key, under which several of its records (software versions) are counted as one. */
    public record ScannerIds(long scanner, long device) {}

    /** Where entries are written. */
    public interface Writer extends Query {
        int run(String sql, @Nullable Object... values) throws SQLException;
    }

    private final String siteName;
    private final Writer writer;
    private final Map<Object, Long> ids = remembering();
    private final Map<Device, ScannerIds> scannerIds = remembering();
    private final Map<Long, String> texts = remembering();
    private final Map<Long, Code> codes = remembering();
    private final Map<Long, Device> devices = remembering();
    private final Object readLock = new Object();

    /** 0: not looked up yet. */
    private long site;

    /** Counts how often an erasure has deleted texts. */
    private long generation;

    public Dictionary(String siteName, Writer writer) {
        this.siteName = siteName;
        this.writer = writer;
    }

    private static <K, V> Map<K, V> remembering() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_REMEMBERED;
            }
        };
    }

    /** Forgets what is remembered if another process has deleted texts; called first in each transaction that writes. */
    public void followDeletions() throws SQLException {
        long stored = writer
                .query("SELECT generation FROM dictionary_generation WHERE site = ?", row -> row.getLong(1), siteName)
                .stream()
                .findFirst()
                .orElse(0L);
        if (stored != generation) {
            generation = stored;
            ids.clear();
            synchronized (readLock) {
                texts.clear();
            }
        }
    }

    /** Forgets the numbers that were given in a transaction that failed. */
    public void forgetNumbers() {
        ids.clear();
        scannerIds.clear();
        site = 0;
    }

    /** Returns the number of the site; the first call gives it one. */
    public long site() throws SQLException {
        if (site == 0) {
            writer.run("INSERT INTO site (name) VALUES (?) ON CONFLICT DO NOTHING", siteName);
            site = first(writer.query("SELECT id FROM site WHERE name = ?", row -> row.getLong(1), siteName));
        }
        return site;
    }

    public long idOf(String text) throws SQLException {
        Long known = ids.get(text);
        if (known != null) {
            return known;
        }
        List<Long> stored = writer.query(
                "SELECT id FROM text WHERE site = ? AND hash = ? AND value = ?",
                row -> row.getLong(1),
                site(),
                text.hashCode(),
                text);
        long id = stored.isEmpty() ? next("text") : stored.get(0);
        if (stored.isEmpty()) {
            writer.run(
                    "INSERT INTO text (site, id, hash, value) VALUES (?, ?, ?, ?)", site(), id, text.hashCode(), text);
        }
        ids.put(text, id);
        return id;
    }

    public long idOf(Code code) throws SQLException {
        Long known = ids.get(code);
        if (known != null) {
            return known;
        }
        List<Long> stored = writer.query(
                "SELECT id FROM code WHERE site = ? AND value = ? AND scheme = ? AND meaning = ?",
                row -> row.getLong(1),
                site(),
                code.value(),
                code.scheme(),
                code.meaning());
        long id = stored.isEmpty() ? next("code") : stored.get(0);
        if (stored.isEmpty()) {
            writer.run(
                    "INSERT INTO code (site, id, value, scheme, meaning) VALUES (?, ?, ?, ?, ?)",
                    site(),
                    id,
                    code.value(),
                    code.scheme(),
                    code.meaning());
        }
        ids.put(code, id);
        return id;
    }

    public ScannerIds idsOf(Device device) throws SQLException {
        ScannerIds known = scannerIds.get(device);
        if (known != null) {
            return known;
        }
        long key = idOf(device.key());
        List<Long> stored = writer.query(
                """
                SELECT id FROM scanner WHERE site = ? AND device = ? AND manufacturer IS NOT DISTINCT FROM ? AND model IS NOT DISTINCT FROM ?
                   AND serial_number IS NOT DISTINCT FROM ? AND software_version IS NOT DISTINCT FROM ?
                   AND station_name IS NOT DISTINCT FROM ?
                """,
                row -> row.getLong(1),
                site(),
                key,
                device.manufacturer().orElse(null),
                device.model().orElse(null),
                device.serialNumber().orElse(null),
                device.softwareVersion().orElse(null),
                device.stationName().orElse(null));
        long id = stored.isEmpty() ? next("scanner") : stored.get(0);
        if (stored.isEmpty()) {
            writer.run(
                    """
                    INSERT INTO scanner (site, id, device, manufacturer, model, serial_number, software_version, station_name)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    site(),
                    id,
                    key,
                    device.manufacturer().orElse(null),
                    device.model().orElse(null),
                    device.serialNumber().orElse(null),
                    device.softwareVersion().orElse(null),
                    device.stationName().orElse(null));
        }
        ScannerIds both = new ScannerIds(id, key);
        scannerIds.put(device, both);
        return both;
    }

    private long idOf(DeviceKey key) throws SQLException {
        List<Long> stored = writer.query(
                "SELECT id FROM device WHERE site = ? AND device_key = ?", row -> row.getLong(1), site(), key.text());
        if (!stored.isEmpty()) {
            return stored.get(0);
        }
        long id = next("device");
        writer.run(
                "INSERT INTO device (site, id, device_key, label) VALUES (?, ?, ?, ?)",
                site(),
                id,
                key.text(),
                key.label());
        return id;
    }

    /** Returns the number of a new row of a table. */
    public long next(String table) throws SQLException {
        return first(writer.query(
                "SELECT coalesce(max(id), 0) + 1 FROM " + table + " WHERE site = ?", row -> row.getLong(1), site()));
    }

    public String text(long id, Query store) throws SQLException {
        synchronized (readLock) {
            String known = texts.get(id);
            if (known == null) {
                known = first(store.query(
                        "SELECT t.value FROM site s JOIN text t ON t.site = s.id WHERE s.name = ? AND t.id = ?",
                        row -> row.getString(1),
                        siteName,
                        id));
                texts.put(id, known);
            }
            return known;
        }
    }

    public Code code(long id, Query store) throws SQLException {
        synchronized (readLock) {
            Code known = codes.get(id);
            if (known == null) {
                known = first(store.query(
                        "SELECT c.value, c.scheme, c.meaning FROM site s JOIN code c ON c.site = s.id WHERE s.name = ? AND c.id = ?",
                        row -> new Code(row.getString(1), row.getString(2), row.getString(3)),
                        siteName,
                        id));
                codes.put(id, known);
            }
            return known;
        }
    }

    public Device scanner(long id, Query store) throws SQLException {
        synchronized (readLock) {
            Device known = devices.get(id);
            if (known == null) {
                known = first(store.query(
                        """
                        SELECT c.manufacturer, c.model, c.serial_number, c.software_version, c.station_name
                          FROM site s JOIN scanner c ON c.site = s.id WHERE s.name = ? AND c.id = ?
                        """,
                        row -> new Device(
                                Optional.ofNullable(row.getString(1)),
                                Optional.ofNullable(row.getString(2)),
                                Optional.ofNullable(row.getString(3)),
                                Optional.ofNullable(row.getString(4)),
                                Optional.ofNullable(row.getString(5))),
                        siteName,
                        id));
                devices.put(id, known);
            }
            return known;
        }
    }

    private static <T> T first(List<T> rows) {
        if (rows.isEmpty()) {
            throw new StoreException(
                    "a row of the store names an entry that does not exist",
                    new IllegalStateException("no row"),
                    false);
        }
        return rows.get(0);
    }
}
