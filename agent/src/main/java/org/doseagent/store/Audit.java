package org.doseagent.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The append-only record of who did what; each row carries the hash of the one before it. */
final class Audit {

    private static final String FIRST = "0".repeat(64);

    private record Row(long id, String at, String who, String act, String detail, String previous, String hash) {
        String expectedHash() {
            return hashOf(previous, at, who, act, detail);
        }
    }

    private final Connection connection;
    private final String site;

    Audit(Connection connection, String site) {
        this.connection = connection;
        this.site = site;
    }

    void append(Instant at, String who, String act, String detail) throws SQLException {
        List<Row> rows = rows(" ORDER BY id DESC LIMIT 1");
        String previous = rows.isEmpty() ? FIRST : rows.get(0).hash();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit (site, at, who, act, detail, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            Rows.bind(
                    insert,
                    site,
                    at.toString(),
                    who,
                    act,
                    detail,
                    previous,
                    hashOf(previous, at.toString(), who, act, detail));
            insert.executeUpdate();
        }
    }

    List<AuditEntry> entries() {
        return rows(" ORDER BY id").stream()
                .map(row -> new AuditEntry(
                        row.id(), Instant.parse(row.at()), row.who(), row.act(), row.detail(), row.hash()))
                .toList();
    }

    Optional<Long> firstBroken() {
        String previous = FIRST;
        for (Row row : rows(" ORDER BY id")) {
            if (!row.previous().equals(previous) || !row.hash().equals(row.expectedHash())) {
                return Optional.of(row.id());
            }
            previous = row.hash();
        }
        return Optional.empty();
    }

    private List<Row> rows(String order) {
        return Rows.query(
                connection,
                "SELECT id, at, who, act, detail, previous_hash, hash FROM audit WHERE site = ?" + order,
                row -> new Row(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)),
                site);
    }

    private static String hashOf(String... fields) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String field : fields) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
