package org.doseagent.store.repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.sql.Query;
import org.doseagent.store.sql.Session;

/** Facilities, their keys and the one-time tokens. Methods that change rows are called in a transaction. */
final class FacilityTable {

    private static final String FACILITY =
            "SELECT number, pseudonym, name, country, public_key, key_number, enrolled_at, withdrawn_at FROM facility";

    private static final String TOKEN =
            "SELECT hash, name, country, pseudonym, issued_at, expires_at, used_at FROM token";

    private final Session session;

    FacilityTable(Session session) {
        this.session = session;
    }

    List<Facility> all() {
        return session.query(FACILITY + " ORDER BY number", FacilityTable::facility);
    }

    Optional<Facility> find(Query in, String pseudonym) throws SQLException {
        return in.query(FACILITY + " WHERE pseudonym = ?", FacilityTable::facility, pseudonym).stream()
                .findFirst();
    }

    /** Returns the number of the facility that a key is or was of. */
    Optional<Long> ofKey(Query in, String publicKey) throws SQLException {
        return in
                .query("SELECT facility FROM facility_key WHERE public_key = ?", row -> row.getLong(1), publicKey)
                .stream()
                .findFirst();
    }

    int count(Query in) throws SQLException {
        return in.query("SELECT count(*) FROM facility", row -> row.getInt(1)).get(0);
    }

    void add(Facility facility) throws SQLException {
        session.run(
                "INSERT INTO facility (number, pseudonym, name, country, public_key, key_number, enrolled_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                facility.number(),
                facility.identity().pseudonym(),
                facility.identity().name(),
                facility.identity().country(),
                facility.key().publicKey(),
                facility.key().number(),
                facility.enrolledAt().toString());
        note(facility.number(), facility.key(), facility.enrolledAt(), "enrolled");
    }

    void changeKey(long facility, Facility.Key key, Instant at, String act) throws SQLException {
        session.run(
                "UPDATE facility SET public_key = ?, key_number = ? WHERE number = ?",
                key.publicKey(),
                key.number(),
                facility);
        note(facility, key, at, act);
    }

    private void note(long facility, Facility.Key key, Instant at, String act) throws SQLException {
        session.run(
                "INSERT INTO facility_key (public_key, facility, key_number, since, act) VALUES (?, ?, ?, ?, ?)",
                key.publicKey(),
                facility,
                key.number(),
                at.toString(),
                act);
    }

    void withdraw(long facility, Instant at) throws SQLException {
        session.run("UPDATE facility SET withdrawn_at = ? WHERE number = ?", at.toString(), facility);
    }

    void addToken(Token token) throws SQLException {
        session.run(
                "INSERT INTO token (hash, name, country, pseudonym, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                token.hash(),
                token.name(),
                token.country(),
                token.pseudonym().orElse(""),
                token.issuedAt().toString(),
                token.expiresAt().toString());
    }

    Optional<Token> findToken(Query in, String hash) throws SQLException {
        return in.query(TOKEN + " WHERE hash = ?", FacilityTable::token, hash).stream()
                .findFirst();
    }

    /** Marks a token as used; returns false when it was used before. */
    boolean useToken(String hash, Instant at) throws SQLException {
        return session.run("UPDATE token SET used_at = ? WHERE hash = ? AND used_at IS NULL", at.toString(), hash) == 1;
    }

    private static Facility facility(ResultSet row) throws SQLException {
        return new Facility(
                row.getLong(1),
                new Facility.Identity(row.getString(2), row.getString(3), row.getString(4)),
                new Facility.Key(row.getString(5), row.getInt(6)),
                Instant.parse(row.getString(7)),
                Optional.ofNullable(row.getString(8)).map(Instant::parse));
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Optional.of(row.getString(4)).filter(text -> !text.isEmpty()),
                Instant.parse(row.getString(5)),
                Instant.parse(row.getString(6)),
                Optional.ofNullable(row.getString(7)).map(Instant::parse));
    }
}
