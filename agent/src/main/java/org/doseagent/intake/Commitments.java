package org.doseagent.intake;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.CommitmentRequest;
import org.doseagent.net.CommitmentStatus;
import org.doseagent.net.calling.CommitmentReport;
import org.doseagent.net.calling.Requestor;
import org.doseagent.store.StoreException;
import org.doseagent.store.commitment.CommitmentStore;
import org.doseagent.store.commitment.PendingCommitment;
import org.doseagent.store.commitment.PendingCommitment.Reference;
import org.doseagent.store.commitment.PendingCommitment.Transaction;
import org.doseagent.store.inbox.Inbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Storage commitment: keeps requests, decides which objects are durable, and reports that on an association of our own. The decision is stored
 * before it is reported, so neither the retention nor a restart changes it. Thread-safe.
 */
public final class Commitments {

    private static final Logger LOG = LoggerFactory.getLogger(Commitments.class);

    /** Requests that one run looks at. */
    private static final int BATCH = 100;

    /** How long an undecided request waits until it is looked at again. */
    private static final Duration UNDECIDED = Duration.ofSeconds(2);

    /** Failure Reasons (PS3.3 C.14.1.1). */
    private static final int NO_SUCH_OBJECT = 0x0112;

    private static final int CLASS_CONFLICT = 0x0119;

    private final CommitmentSettings settings;
    private final AeTitle own;
    private final Stores stores;
    private final Clock clock;
    private final RandomGenerator random;

    /** What it reads and writes. */
    public record Stores(Inbox inbox, CommitmentStore requests) {}

    public Commitments(CommitmentSettings settings, AeTitle own, Stores stores, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.own = own;
        this.stores = stores;
        this.clock = clock;
        this.random = random;
    }

    /** Keeps a request durably. A peer without an address is refused at once, because no answer could reach it. */
    public CommitmentStatus request(CommitmentRequest request) {
        if (settings.address(request.callingAeTitle()).isEmpty()) {
            return CommitmentStatus.NOT_AUTHORISED;
        }
        if (request.references().size() > settings.limits().maxObjects()) {
            return CommitmentStatus.RESOURCE_LIMITATION;
        }
        try {
            boolean isKept = stores.requests()
                    .put(
                            new PendingCommitment(
                                    new Transaction(request.callingAeTitle(), request.transactionUid()),
                                    new PendingCommitment.Status(
                                            clock.instant(), stores.inbox().highestSequence(), false, 0),
                                    request.references().stream()
                                            .map(each -> new Reference(
                                                    each.sopClassUid(), each.sopInstanceUid(), Optional.empty()))
                                            .toList()),
                            settings.limits().maxPending());
            return isKept ? CommitmentStatus.ACCEPTED : CommitmentStatus.RESOURCE_LIMITATION;
        } catch (StoreException e) {
            LOG.error("event=commitment-not-kept retryable={}", e.isRetryable(), e);
            return CommitmentStatus.PROCESSING_FAILURE;
        }
    }

    /** Decides and answers what is due. A peer that cannot be reached is tried once in a run. */
    public void answerDue() {
        Set<AeTitle> unreachable = new HashSet<>();
        for (Transaction key : stores.requests().due(clock.instant(), BATCH)) {
            stores.requests().find(key).ifPresent(pending -> answer(pending, unreachable));
        }
    }

    private void answer(PendingCommitment pending, Set<AeTitle> unreachable) {
        Transaction key = pending.key();
        Instant now = clock.instant();
        if (pending.status()
                .receivedAt()
                .plus(settings.deadlines().keepTrying())
                .isBefore(now)) {
            LOG.warn(
                    "event=commitment-given-up peer={} attempts={}",
                    key.peer().value(),
                    pending.status().attempts());
            stores.requests().done(pending);
            return;
        }
        if (!pending.status().isDecided()
                && stores.inbox().waitingUpTo(pending.status().inboxId()) > 0) {
            stores.requests().postponed(pending, 0, now.plus(UNDECIDED));
            return;
        }
        List<Reference> objects = pending.status().isDecided() ? pending.objects() : decide(pending);
        Optional<Requestor.Remote> remote = settings.address(key.peer());
        if (remote.isPresent() && !unreachable.contains(key.peer()) && isReported(remote.get(), key, objects)) {
            stores.requests().done(pending);
            LOG.info("event=commitment-answered peer={} objects={}", key.peer().value(), objects.size());
            return;
        }
        unreachable.add(key.peer());
        int attempts = pending.status().attempts() + 1;
        stores.requests().postponed(pending, attempts, now.plus(settings.retry().waitAfter(attempts, random)));
    }

    private List<Reference> decide(PendingCommitment pending) {
        Map<SopInstanceUid, Set<String>> durable = stores.inbox()
                .durable(pending.objects().stream()
                        .map(Reference::sopInstanceUid)
                        .toList());
        List<Reference> objects = pending.objects().stream()
                .map(each -> new Reference(
                        each.sopClassUid(),
                        each.sopInstanceUid(),
                        failure(each, durable.getOrDefault(each.sopInstanceUid(), Set.of()))))
                .toList();
        stores.requests().decided(pending, objects);
        return objects;
    }

    private static Optional<Integer> failure(Reference asked, Set<String> classes) {
        if (classes.isEmpty()) {
            return Optional.of(NO_SUCH_OBJECT);
        }
        return classes.contains(asked.sopClassUid()) ? Optional.empty() : Optional.of(CLASS_CONFLICT);
    }

    private boolean isReported(Requestor.Remote remote, Transaction key, List<Reference> objects) {
        boolean isComplete = objects.stream().allMatch(each -> each.failure().isEmpty());
        try {
            int status = CommitmentReport.send(
                    new Requestor.Settings(own, remote, settings.deadlines().response()),
                    report(key, objects),
                    isComplete);
            if (status != 0) {
                LOG.warn(
                        "event=commitment-refused peer={} status={}", key.peer().value(), Integer.toHexString(status));
            }
            return status == 0;
        } catch (IOException e) {
            LOG.warn(
                    "event=commitment-not-delivered peer={} reason=\"{}\"",
                    key.peer().value(),
                    e.getMessage());
            return false;
        }
    }

    /** Returns the event information (PS3.4 table J.3-2): sequences that would be empty are left out. */
    private static DataSet report(Transaction key, List<Reference> objects) {
        DataSet.Builder report = DataSet.builder().text(Tag.TRANSACTION_UID, key.transactionUid());
        List<DataSet> committed = objects.stream()
                .filter(each -> each.failure().isEmpty())
                .map(each -> item(each).build())
                .toList();
        List<DataSet> failed = objects.stream()
                .filter(each -> each.failure().isPresent())
                .map(each -> item(each)
                        .us(Tag.FAILURE_REASON, each.failure().orElseThrow())
                        .build())
                .toList();
        if (!committed.isEmpty()) {
            report.items(Tag.REFERENCED_SOP_SEQUENCE, committed);
        }
        if (!failed.isEmpty()) {
            report.items(Tag.FAILED_SOP_SEQUENCE, failed);
        }
        return report.build();
    }

    private static DataSet.Builder item(Reference object) {
        return DataSet.builder()
                .text(Tag.REFERENCED_SOP_CLASS_UID, object.sopClassUid())
                .text(Tag.REFERENCED_SOP_INSTANCE_UID, object.sopInstanceUid().value());
    }
}
