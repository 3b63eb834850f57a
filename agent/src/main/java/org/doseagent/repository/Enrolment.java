package org.doseagent.repository;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.doseagent.aggregate.control.FacilityDocument;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.store.repository.Facility;
import org.doseagent.store.repository.RepositoryStore;
import org.doseagent.store.repository.RepositoryTransaction;
import org.doseagent.store.repository.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Facilities enrol with a one-time token, replace their key, and withdraw. The token proves who enrols; the signature proves that the facility has
 * the key. Thread-safe.
 */
public final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final int TOKEN_BYTES = 32;

    private final RepositoryStore store;
    private final RepositorySettings settings;
    private final Clock clock;

    public Enrolment(RepositoryStore store, RepositorySettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * For whom a token is.
     *
     * @param name as the operator knows the facility
     * @param pseudonym of an enrolled facility that has lost its key; empty for a new facility
     */
    public record Invitation(String name, String country, Optional<String> pseudonym) {}

    /** Returns a new token, which the store has only as a hash. */
    public String invite(Invitation invitation, SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        store.issue(new Token(
                hash(token),
                invitation.name(),
                invitation.country(),
                invitation.pseudonym(),
                now,
                now.plus(settings.rules().tokenValid()),
                Optional.empty()));
        return token;
    }

    private static String hash(String token) {
        return Sha256.hexOfTexts("dose-agent repository token", token);
    }

    /** Takes a document of a facility about itself, or refuses it; the same document again changes nothing. */
    public Reply take(byte[] body) {
        try {
            FacilityDocument document = read(body);
            Reply reply = store.commit(transaction -> decide(transaction, document));
            LOG.info("event=facility-{} status={}", document.act().label(), reply.status());
            return reply;
        } catch (Refusal refusal) {
            return refusal.reply();
        }
    }

    private FacilityDocument read(byte[] body) throws Refusal {
        try {
            return FacilityDocument.read(
                    BoundedJson.read(body, settings.limits().maxDepth()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(422, "not a " + FacilityDocument.SCHEMA + " document: " + e.getMessage());
        }
    }

    private Reply decide(RepositoryTransaction transaction, FacilityDocument document) {
        if (document.act() == FacilityDocument.Act.ENROL) {
            return enrol(transaction, document);
        }
        Optional<Facility> facility = transaction.facility(document.facility().pseudonym());
        if (facility.isEmpty()) {
            return new Reply(403, "this facility is not enrolled");
        }
        if (document.act() == FacilityDocument.Act.WITHDRAW) {
            return withdraw(transaction, document, facility.get());
        }
        return rotate(transaction, document, facility.get());
    }

    private Reply enrol(RepositoryTransaction transaction, FacilityDocument document) {
        Optional<Facility> facility = transaction.facility(document.facility().pseudonym());
        String hash = hash(document.token().orElseThrow());
        Optional<Token> token = transaction.token(hash);
        Instant now = clock.instant();
        if (token.isEmpty() || !token.get().country().equals(document.facility().country())) {
            return new Reply(403, "the token is not one of this repository, or is for another country");
        }
        boolean isEnrolled = facility.filter(each -> each.key().publicKey().equals(document.publicKey()))
                .isPresent();
        if (token.get().usedAt().isPresent() || now.isAfter(token.get().expiresAt())) {
            return isEnrolled ? Reply.TAKEN_BEFORE : new Reply(403, "the token was used before or has expired");
        }
        if (transaction.facilityOfKey(document.publicKey()).isPresent()) {
            return new Reply(403, "this key is or was the key of a facility; a new enrolment needs a new key");
        }
        boolean isForThis = token.get()
                .pseudonym()
                .equals(facility.map(each -> each.identity().pseudonym()));
        if (!isForThis || facility.filter(Facility::isWithdrawn).isPresent()) {
            return new Reply(403, "the token is not for this facility");
        }
        if (transaction.facilities() >= settings.limits().maxFacilities()) {
            return new Reply(503, "no more facilities can enrol");
        }
        transaction.useToken(hash, now);
        if (facility.isPresent()) {
            transaction.changeKey(facility.get(), document.publicKey(), now);
        } else {
            Facility.Identity identity = new Facility.Identity(
                    document.facility().pseudonym(),
                    token.get().name(),
                    document.facility().country());
            transaction.enrol(identity, document.publicKey(), now);
        }
        return Reply.TAKEN;
    }

    private Reply withdraw(RepositoryTransaction transaction, FacilityDocument document, Facility facility) {
        if (!isCurrent(document, facility)) {
            return new Reply(403, "the key is not the enrolled key of this facility");
        }
        if (facility.isWithdrawn()) {
            return Reply.TAKEN_BEFORE;
        }
        transaction.withdraw(facility, clock.instant());
        return Reply.TAKEN;
    }

    private Reply rotate(RepositoryTransaction transaction, FacilityDocument document, Facility facility) {
        String next = document.newKey().orElseThrow().publicKey();
        if (facility.key().publicKey().equals(next) && facility.key().number() == document.key() + 1) {
            return Reply.TAKEN_BEFORE;
        }
        if (!isCurrent(document, facility) || facility.isWithdrawn()) {
            return new Reply(403, "the key is not the enrolled key of this facility");
        }
        if (transaction.facilityOfKey(next).isPresent()) {
            return new Reply(403, "the new key is or was the key of a facility");
        }
        transaction.changeKey(facility, next, clock.instant());
        return Reply.TAKEN;
    }

    private static boolean isCurrent(FacilityDocument document, Facility facility) {
        return facility.key().publicKey().equals(document.publicKey())
                && facility.key().number() == document.key()
                && facility.identity().country().equals(document.facility().country());
    }
}
