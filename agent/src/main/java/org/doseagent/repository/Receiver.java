package org.doseagent.repository;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doseagent.store.repository.Facility;
import org.doseagent.store.repository.Incident;
import org.doseagent.store.repository.RepositoryStore;
import org.doseagent.store.repository.RepositoryTransaction;
import org.doseagent.store.repository.Submission;
import org.doseagent.store.repository.SubmissionHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the releases of enrolled facilities. A release is answered as taken after it is on disk. What hints at a stolen key, a cloned machine or a
 * forked history is refused and recorded as an incident. Thread-safe.
 */
public final class Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

    private final RepositoryStore store;
    private final RepositorySettings settings;
    private final Clock clock;

    public Receiver(RepositoryStore store, RepositorySettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes a release, or refuses it; the same release again changes nothing. Returns after the commit. */
    public Reply put(String submissionId, byte[] body) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        try {
            CheckedRelease release = CheckedRelease.read(submissionId, body, settings, today);
            Reply reply = store.commit(transaction -> new Decision(transaction, release, now).decide());
            if (reply.equals(Reply.TAKEN)) {
                LOG.info("event=release-taken submission={}", submissionId);
            }
            return reply;
        } catch (Refusal refusal) {
            LOG.info("event=release-refused status={}", refusal.reply().status());
            return refusal.reply();
        }
    }

    /** One release against what the store has, within one transaction. */
    private final class Decision {

        private final RepositoryTransaction transaction;
        private final CheckedRelease release;
        private final Instant now;

        Decision(RepositoryTransaction transaction, CheckedRelease release, Instant now) {
            this.transaction = transaction;
            this.release = release;
            this.now = now;
        }

        Reply decide() {
            Optional<Facility> known = transaction.facility(release.pseudonym());
            if (known.isEmpty()) {
                return stranger();
            }
            Facility facility = known.get();
            if (!facility.key().publicKey().equals(release.publicKey())) {
                return otherKey(facility);
            }
            if (facility.isWithdrawn()) {
                return new Reply(403, "this facility has withdrawn");
            }
            if (!facility.identity().country().equals(release.country())) {
                return new Reply(422, "the country is not that of the enrolment");
            }
            Submission submission = release.submission();
            Optional<byte[]> before = transaction.bytes(submission.submissionId());
            if (before.isPresent()) {
                return Arrays.equals(before.get(), submission.bytes())
                        ? Reply.TAKEN_BEFORE
                        : incident(
                                facility.number(),
                                "other-bytes",
                                422,
                                "other bytes came under this submission id before");
            }
            LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
            if (transaction.countOfDay(facility, day) > settings.rules().maxReleasesPerDay()) {
                return new Reply(
                        429,
                        "more than " + settings.rules().maxReleasesPerDay() + " releases of one facility in a day");
            }
            return history(facility);
        }

        /** The facility is not enrolled. */
        private Reply stranger() {
            return transaction
                    .facilityOfKey(release.publicKey())
                    .map(this::ofAnother)
                    .orElseGet(() -> new Reply(403, "this facility is not enrolled"));
        }

        /** The key is not the facility's current one. */
        private Reply otherKey(Facility facility) {
            Optional<Long> owner = transaction.facilityOfKey(release.publicKey());
            if (owner.isEmpty()) {
                return incident(
                        facility.number(),
                        "unknown-key",
                        403,
                        "the key is not the enrolled key of this facility; rotate the key first");
            }
            return owner.get() == facility.number()
                    ? incident(
                            facility.number(),
                            "replaced-key",
                            403,
                            "the key of the signature was replaced by a newer one")
                    : ofAnother(facility.number());
        }

        private Reply ofAnother(long facility) {
            return incident(facility, "key-of-another-facility", 403, "this key belongs to another facility");
        }

        private Reply history(Facility facility) {
            Submission submission = release.submission();
            Map<Submission.Period, SubmissionHead> others = new HashMap<>();
            for (SubmissionHead head : transaction.within(facility, submission.period())) {
                if (head.period().equals(submission.period())) {
                    if (forks(head, submission)) {
                        return incident(
                                facility.number(),
                                "fork",
                                422,
                                "another release of this period has this sequence or another predecessor: this facility has two histories");
                    }
                } else {
                    others.put(head.period(), head);
                }
            }
            for (SubmissionHead other : others.values()) {
                Set<String> shared = CheckedRelease.domains(transaction.content(other));
                shared.retainAll(release.domains());
                if (!shared.isEmpty()) {
                    return incident(
                            facility.number(),
                            "overlap",
                            422,
                            "a release of another period that overlaps this one has "
                                    + List.copyOf(shared).get(0));
                }
            }
            transaction.add(facility, submission, now);
            return Reply.TAKEN;
        }

        private boolean forks(SubmissionHead stored, Submission submission) {
            return stored.sequence() == submission.sequence()
                    || (stored.sequence() == submission.sequence() - 1
                            && !submission.supersedes().equals(Optional.of(stored.submissionId())))
                    || (stored.sequence() == submission.sequence() + 1
                            && !stored.supersedes().equals(submission.submissionId()));
        }

        private Reply incident(long facility, String kind, int status, String detail) {
            Incident incident =
                    new Incident(now, facility, kind, release.submission().submissionId());
            boolean isRecorded = transaction.note(incident, settings.limits().maxIncidentsPerDay());
            LOG.warn("event=incident kind={} facility={} recorded={}", kind, facility, isRecorded);
            return new Reply(status, detail);
        }
    }
}
