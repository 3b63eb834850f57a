package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.net.CommitmentRequest;
import org.doseagent.net.CommitmentStatus;
import org.doseagent.net.calling.Requestor;
import org.doseagent.pacs.FakeArchive;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.InboxBatch;
import org.doseagent.store.inbox.InboxEntry;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.InboxObject.Origin;
import org.doseagent.store.inbox.log.segment.InboxObject.Peer;
import org.doseagent.store.outbox.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which objects are committed, and that an answer is not lost: with a real inbox and a peer on loopback. */
@Timeout(60)
final class CommitmentsTest {

    private static final AeTitle CT1 = new AeTitle("CT1");
    private static final AeTitle AGENT = new AeTitle("DOSE_AGENT");
    private static final int UNREACHABLE = 1;

    @TempDir
    private Path folder;

    private final List<DataSet> answers = Collections.synchronizedList(new ArrayList<>());
    private Instant now = Instant.parse("2026-11-25T08:00:00Z");
    private DoseStore doses;
    private Inbox inbox;
    private int answerStatus;

    @BeforeEach
    void open() {
        doses = new DoseStore(folder, "demo-hospital", clock());
        doses.prepareToWrite();
        inbox = new Inbox(folder, new Inbox.Limits(1000, 0, 1 << 20), doses.received(), Thread::new);
        inbox.prepareToWrite();
    }

    @AfterEach
    void close() {
        inbox.close();
        doses.close();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private Commitments commitments(int port) {
        return new Commitments(
                new CommitmentSettings(
                        List.of(new Requestor.Remote(CT1, "127.0.0.1", port)),
                        new CommitmentSettings.Limits(3, 2),
                        new CommitmentSettings.Deadlines(Duration.ofSeconds(10), Duration.ofDays(7)),
                        new RetryPolicy(Duration.ofSeconds(30), Duration.ofHours(1))),
                AGENT,
                new Commitments.Stores(inbox, doses.commitments()),
                clock(),
                new Random(1));
    }

    private FakeArchive peer() throws Exception {
        return new FakeArchive((request, line) -> {
            answers.add(request.keys());
            line.respond(answerStatus);
        });
    }

    private void receive(String uid) {
        assertThat(inbox.put(new InboxObject(
                        new SopInstanceUid(uid),
                        new SopClassUid(SopClass.XRAY_RADIATION_DOSE_SR),
                        new TransferSyntaxUid("1.2.840.10008.1.2"),
                        new Origin(now, Optional.of(CT1), Optional.of(new Peer("127.0.0.1"))),
                        new byte[] {1, 2})))
                .isInstanceOf(PutOutcome.Stored.class);
    }

    /** Does what the worker does with reports of another kind. */
    private void process() {
        InboxBatch batch = inbox.next();
        inbox.store(batch.end(batch.objects().stream()
                .map(object -> object.as(InboxEntry.Status.notApplicable("test")))
                .toList()));
        inbox.release();
    }

    private static CommitmentRequest request(String transaction, String... uids) {
        return new CommitmentRequest(
                CT1,
                transaction,
                java.util.Arrays.stream(uids)
                        .map(uid -> new CommitmentRequest.Reference(
                                SopClass.XRAY_RADIATION_DOSE_SR, new SopInstanceUid(uid)))
                        .toList());
    }

    private Map<String, List<String>> lastAnswer() {
        DataSet answer = answers.get(answers.size() - 1);
        return Map.of(
                "committed",
                uids(answer, Tag.REFERENCED_SOP_SEQUENCE),
                "failed",
                uids(answer, Tag.FAILED_SOP_SEQUENCE));
    }

    private static List<String> uids(DataSet answer, int sequence) {
        return answer.items(sequence).stream()
                .map(item -> item.string(Tag.REFERENCED_SOP_INSTANCE_UID).orElseThrow())
                .toList();
    }

    @Test
    void a_request_waits_until_everything_before_it_is_processed() throws Exception {
        try (FakeArchive peer = peer()) {
            Commitments commitments = commitments(peer.port());
            receive("1.2.1");
            assertThat(commitments.request(request("1.9", "1.2.1"))).isEqualTo(CommitmentStatus.ACCEPTED);
            commitments.answerDue();
            assertThat(answers).isEmpty();
            process();
            now = now.plusSeconds(2);
            commitments.answerDue();
            assertThat(lastAnswer()).isEqualTo(Map.of("committed", List.of("1.2.1"), "failed", List.of()));
            now = now.plus(Duration.ofDays(1));
            commitments.answerDue();
            assertThat(answers).as("it is answered once").hasSize(1);
        }
    }

    @Test
    void a_decision_outlives_the_deletion_of_the_bytes_and_a_later_request_does_not_commit_them() throws Exception {
        receive("1.2.1");
        process();
        Commitments unreachable = commitments(UNREACHABLE);
        unreachable.request(request("1.9", "1.2.1"));
        unreachable.answerDue();
        now = now.plus(Duration.ofDays(2));
        assertThat(inbox.deleteBytes(now.minus(Duration.ofDays(1)))).isPositive();
        try (FakeArchive peer = peer()) {
            Commitments reachable = commitments(peer.port());
            reachable.answerDue();
            assertThat(lastAnswer()).isEqualTo(Map.of("committed", List.of("1.2.1"), "failed", List.of()));
            reachable.request(request("1.10", "1.2.1"));
            reachable.answerDue();
            assertThat(lastAnswer()).isEqualTo(Map.of("committed", List.of(), "failed", List.of("1.2.1")));
        }
    }

    @Test
    void an_object_of_another_class_is_not_committed() throws Exception {
        receive("1.2.1");
        process();
        try (FakeArchive peer = peer()) {
            Commitments commitments = commitments(peer.port());
            commitments.request(new CommitmentRequest(
                    CT1,
                    "1.9",
                    List.of(new CommitmentRequest.Reference(SopClass.ENHANCED_SR, new SopInstanceUid("1.2.1")))));
            commitments.answerDue();
            DataSet answer = answers.get(0);
            assertThat(answer.item(Tag.FAILED_SOP_SEQUENCE).orElseThrow().integer(Tag.FAILURE_REASON))
                    .hasValue(0x0119);
        }
    }

    @Test
    void an_answer_that_the_peer_refuses_is_sent_again_later_and_given_up_in_the_end() throws Exception {
        receive("1.2.1");
        process();
        answerStatus = 0x0110;
        try (FakeArchive peer = peer()) {
            Commitments commitments = commitments(peer.port());
            commitments.request(request("1.9", "1.2.1"));
            commitments.answerDue();
            commitments.answerDue();
            assertThat(answers).as("not before its time").hasSize(1);
            now = now.plus(Duration.ofMinutes(1));
            commitments.answerDue();
            assertThat(answers).hasSize(2);
            now = now.plus(Duration.ofDays(8));
            commitments.answerDue();
            assertThat(answers).hasSize(2);
            assertThat(doses.commitments().due(now.plus(Duration.ofDays(30)), 9))
                    .isEmpty();
        }
    }

    @Test
    void a_transaction_that_is_used_again_while_it_is_answered_is_answered_again() throws Exception {
        receive("1.2.1");
        process();
        Commitments[] commitments = new Commitments[1];
        try (FakeArchive peer = new FakeArchive((request, line) -> {
            answers.add(request.keys());
            if (answers.size() == 1) {
                now = now.plusSeconds(1);
                assertThat(commitments[0].request(request("1.9", "1.2.1", "1.2.2")))
                        .isEqualTo(CommitmentStatus.ACCEPTED);
            }
            line.respond(0);
        })) {
            commitments[0] = commitments(peer.port());
            commitments[0].request(request("1.9", "1.2.1"));
            commitments[0].answerDue();
            commitments[0].answerDue();
            assertThat(lastAnswer()).isEqualTo(Map.of("committed", List.of("1.2.1"), "failed", List.of("1.2.2")));
        }
    }

    @Test
    void too_many_objects_too_many_requests_and_strangers_are_refused() {
        Commitments commitments = commitments(UNREACHABLE);
        assertThat(commitments.request(request("1.1", "1", "2", "3", "4")))
                .isEqualTo(CommitmentStatus.RESOURCE_LIMITATION);
        assertThat(commitments.request(request("1.1", "1"))).isEqualTo(CommitmentStatus.ACCEPTED);
        assertThat(commitments.request(request("1.2", "1"))).isEqualTo(CommitmentStatus.ACCEPTED);
        assertThat(commitments.request(request("1.3", "1"))).isEqualTo(CommitmentStatus.RESOURCE_LIMITATION);
        assertThat(commitments.request(request("1.2", "1")))
                .as("one that is there already")
                .isEqualTo(CommitmentStatus.ACCEPTED);
        assertThat(commitments.request(new CommitmentRequest(
                        new AeTitle("STRANGER"), "1.1", request("1.1", "1").references())))
                .isEqualTo(CommitmentStatus.NOT_AUTHORISED);
    }
}
