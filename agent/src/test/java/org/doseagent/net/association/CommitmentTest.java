package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetWriter;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.interop.RunningAgent;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;
import org.doseagent.pacs.FakeArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Storage commitment of a running daemon: a peer stores, asks, and gets its answer on an association that the daemon opens. */
@Timeout(180)
final class CommitmentTest {

    private static final int COMMITMENT_CONTEXT = 5;
    private static final String TRANSACTION = "1.2.3.4";
    private static final long PATIENCE = 60;

    @TempDir
    private Path scratch;

    /** The answers that the peer got: the event information of each N-EVENT-REPORT. */
    private final BlockingQueue<DataSet> answers = new LinkedBlockingQueue<>();

    private FakeArchive peer() throws Exception {
        return new FakeArchive((request, line) -> {
            answers.add(request.keys());
            line.respond(0);
        });
    }

    private RunningAgent agent(int peerPort) {
        return RunningAgent.start(
                scratch.resolve("data"),
                "commitment.peers=[{aeTitle: TEST, host: 127.0.0.1, port: " + peerPort + "}]",
                "commitment.retry.first=1s");
    }

    private static ScriptedPeer associated(RunningAgent agent, String title) throws Exception {
        Pdu.AssociateRequest usual = ScriptedPeer.request("DOSE_AGENT", title);
        ScriptedPeer peer = new ScriptedPeer(new InetSocketAddress(agent.host(), agent.port()));
        peer.send(new Pdu.AssociateRequest(
                1,
                usual.titles(),
                PduEncoder.APPLICATION_CONTEXT,
                List.of(
                        usual.contexts().get(0),
                        usual.contexts().get(1),
                        new Pdu.ProposedContext(
                                COMMITMENT_CONTEXT,
                                SopClass.STORAGE_COMMITMENT,
                                List.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid()))),
                usual.user()));
        Pdu.AssociateAccept accept = (Pdu.AssociateAccept) peer.expect();
        assertThat(accept.contexts()).allSatisfy(context -> assertThat(context.result()).isZero());
        return peer;
    }

    private static int ask(ScriptedPeer peer, String... instances) throws Exception {
        List<DataSet> items = java.util.Arrays.stream(instances)
                .map(uid -> DataSet.builder()
                        .text(Tag.REFERENCED_SOP_CLASS_UID, SopClass.XRAY_RADIATION_DOSE_SR)
                        .text(Tag.REFERENCED_SOP_INSTANCE_UID, uid)
                        .build())
                .toList();
        DataSet request = DataSet.builder()
                .text(Tag.TRANSACTION_UID, TRANSACTION)
                .items(Tag.REFERENCED_SOP_SEQUENCE, items)
                .build();
        peer.send(PduEncoder.message(
                COMMITMENT_CONTEXT, action(), DataSetWriter.write(request, TransferSyntax.IMPLICIT_LITTLE_ENDIAN), 16384));
        return peer.expectResponse().status();
    }

    /** N-ACTION-RQ, written byte by byte: class (0000,0003), field, message ID, data set type, instance (0000,1001), action type 1. */
    private static byte[] action() {
        java.nio.ByteBuffer out = java.nio.ByteBuffer.allocate(256).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        uid(out, 0x0003, SopClass.STORAGE_COMMITMENT);
        number(out, 0x0100, Command.N_ACTION_RQ);
        number(out, 0x0110, 9);
        number(out, 0x0800, 0);
        uid(out, 0x1001, SopClass.STORAGE_COMMITMENT_INSTANCE);
        number(out, 0x1008, 1);
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static void number(java.nio.ByteBuffer out, int element, int value) {
        out.putShort((short) 0).putShort((short) element).putInt(2).putShort((short) value);
    }

    private static void uid(java.nio.ByteBuffer out, int element, String value) {
        byte[] bytes = (value + (value.length() % 2 == 0 ? "" : "\0")).getBytes(StandardCharsets.ISO_8859_1);
        out.putShort((short) 0).putShort((short) element).putInt(bytes.length).put(bytes);
    }

    private static void store(ScriptedPeer peer, String uid) throws Exception {
        DataSet object = DataSet.builder()
                .text(Tag.SOP_CLASS_UID, SopClass.XRAY_RADIATION_DOSE_SR)
                .text(Tag.SOP_INSTANCE_UID, uid)
                .build();
        peer.send(PduEncoder.message(
                ScriptedPeer.STORE_CONTEXT,
                Command.storeRequest(1, SopClass.XRAY_RADIATION_DOSE_SR, new SopInstanceUid(uid)),
                DataSetWriter.write(object, TransferSyntax.EXPLICIT_LITTLE_ENDIAN),
                16384));
        assertThat(peer.expectResponse().status()).isZero();
    }

    private DataSet answer() throws Exception {
        DataSet answer = answers.poll(PATIENCE, TimeUnit.SECONDS);
        assertThat(answer).as("the answer of the agent").isNotNull();
        assertThat(answer.string(Tag.TRANSACTION_UID)).hasValue(TRANSACTION);
        return answer;
    }

    private static List<String> instances(DataSet answer, int sequence) {
        return answer.items(sequence).stream()
                .map(item -> item.string(Tag.REFERENCED_SOP_INSTANCE_UID).orElseThrow())
                .toList();
    }

    @Test
    void what_is_stored_is_committed_and_what_is_not_fails_and_a_transaction_may_be_repeated() throws Exception {
        try (FakeArchive peer = peer();
                RunningAgent agent = agent(peer.port());
                ScriptedPeer sender = associated(agent, "TEST")) {
            store(sender, "1.2.3.1");
            assertThat(ask(sender, "1.2.3.1", "1.2.3.2")).isZero();
            DataSet first = answer();
            assertThat(instances(first, Tag.REFERENCED_SOP_SEQUENCE)).containsExactly("1.2.3.1");
            assertThat(instances(first, Tag.FAILED_SOP_SEQUENCE)).containsExactly("1.2.3.2");
            assertThat(first.items(Tag.FAILED_SOP_SEQUENCE).get(0).integer(Tag.FAILURE_REASON))
                    .hasValue(0x0112);
            store(sender, "1.2.3.2");
            assertThat(ask(sender, "1.2.3.1", "1.2.3.2")).isZero();
            DataSet second = answer();
            assertThat(instances(second, Tag.REFERENCED_SOP_SEQUENCE)).containsExactly("1.2.3.1", "1.2.3.2");
            assertThat(second.items(Tag.FAILED_SOP_SEQUENCE)).isEmpty();
        }
    }

    @Test
    void an_answer_that_could_not_be_delivered_outlives_the_death_of_the_daemon() throws Exception {
        int port;
        try (FakeArchive closed = peer()) {
            port = closed.port();
        }
        try (RunningAgent agent = agent(port);
                ScriptedPeer sender = associated(agent, "TEST")) {
            store(sender, "1.2.3.1");
            assertThat(ask(sender, "1.2.3.1")).isZero();
            agent.kill();
        }
        try (FakeArchive peer = peer();
                RunningAgent agent = agent(peer.port())) {
            assertThat(instances(answer(), Tag.REFERENCED_SOP_SEQUENCE)).containsExactly("1.2.3.1");
            assertThat(agent.log()).isNotEmpty();
        }
        assertThat(new CommandLineRun(scratch.resolve("data")).json("inbox", "list")).hasSize(1);
    }

    @Test
    void a_peer_without_an_address_is_refused_at_once() throws Exception {
        try (FakeArchive peer = peer();
                RunningAgent agent = agent(peer.port());
                ScriptedPeer sender = associated(agent, "STRANGER")) {
            store(sender, "1.2.3.1");
            assertThat(ask(sender, "1.2.3.1")).isEqualTo(0x0124);
            assertThat(answers).isEmpty();
        }
    }
}
