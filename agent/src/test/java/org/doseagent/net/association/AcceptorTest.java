package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.net.AcceptorSettings.Caller;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceptorTest {

    private static final SopInstanceUid UID = new SopInstanceUid("2.25.1");

    private final BlockingQueue<ReceivedObject> received = new LinkedBlockingQueue<>();
    private Acceptor acceptor;

    private InetSocketAddress start(WireSettings settings) throws IOException {
        acceptor = new Acceptor(
                settings.build(),
                object -> {
                    received.add(object);
                    return StoreStatus.SUCCESS;
                },
                Thread::new,
                AssociationListener.NONE);
        return acceptor.start();
    }

    private InetSocketAddress start() throws IOException {
        return start(new WireSettings().artimMillis(300).idleMillis(600));
    }

    private static Requestor requestor(InetSocketAddress address) throws IOException {
        return Requestor.connect(
                new Requestor.Settings(
                        new AeTitle("TEST"),
                        new Requestor.Remote(WireSettings.AGENT, "127.0.0.1", address.getPort()),
                        Duration.ofSeconds(10)),
                Set.of(SopClass.XRAY_RADIATION_DOSE_SR));
    }

    @AfterEach
    void stop() {
        if (acceptor != null) {
            acceptor.close();
        }
    }

    @Test
    void stores_what_a_requestor_sends_byte_for_byte_over_many_pdus() throws Exception {
        byte[] dataSet = new byte[100_001];
        new Random(3).nextBytes(dataSet);
        try (Requestor requestor = requestor(start())) {
            assertThat(requestor.echo()).isZero();
            for (TransferSyntax syntax : TransferSyntax.values()) {
                assertThat(requestor.store(
                                SopClass.XRAY_RADIATION_DOSE_SR, UID, new TransferSyntaxUid(syntax.uid()), dataSet))
                        .isZero();
                ReceivedObject object = received.poll(5, TimeUnit.SECONDS);
                assertThat(object.dataSetBytes()).isEqualTo(dataSet);
                assertThat(object.transferSyntaxUid()).isEqualTo(syntax.uid());
                assertThat(object.callingAeTitle()).isEqualTo(new AeTitle("TEST"));
            }
        }
    }

    @Test
    void answers_each_context_once_and_rightly() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(start())) {
            Pdu.AssociateAccept accept = (Pdu.AssociateAccept)
                    peer.send(ScriptedPeer.request("X", "TEST")).expect();
            assertThat(accept.contexts())
                    .extracting(Pdu.AnsweredContext::result)
                    .containsExactly(0, 0, 3, 4);
            assertThat(accept.contexts().get(1).transferSyntax())
                    .isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
            assertThat(accept.user().hasAsyncWindow()).isTrue();
            assertThat(accept.user().maxLength()).isEqualTo(16384);
        }
    }

    @Test
    void rejects_a_wrong_called_title_and_an_unknown_caller() throws Exception {
        InetSocketAddress address =
                start(new WireSettings().callers(false, new Caller(new AeTitle("PACS1"), List.of("127.0.0.0/8"))));
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            assertThat(peer.send(ScriptedPeer.request("OTHER", "PACS1")).expect())
                    .isEqualTo(new Pdu.AssociateReject(1, 1, 7));
        }
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            assertThat(peer.send(ScriptedPeer.request("DOSE_AGENT", "PACS2")).expect())
                    .isEqualTo(new Pdu.AssociateReject(1, 1, 3));
        }
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            assertThat(peer.send(ScriptedPeer.request("DOSE_AGENT", "PACS1")).expect())
                    .isInstanceOf(Pdu.AssociateAccept.class);
        }
    }

    @Test
    void rejects_one_association_too_many_as_transient() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(1));
        try (ScriptedPeer first = new ScriptedPeer(address);
                ScriptedPeer second = new ScriptedPeer(address)) {
            assertThat(first.send(ScriptedPeer.request("A", "B")).expect()).isInstanceOf(Pdu.AssociateAccept.class);
            assertThat(second.send(ScriptedPeer.request("A", "B")).expect())
                    .isEqualTo(new Pdu.AssociateReject(2, 3, 2));
        }
    }

    @Test
    void aborts_a_length_of_four_gigabytes_without_allocating_it() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(start())) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            byte[] huge = {4, 0, -1, -1, -1, -1};
            assertThat(peer.send(huge).expect()).isEqualTo(new Pdu.Abort(2, 6));
        }
    }

    @Test
    void aborts_garbage_and_goes_on_serving() throws Exception {
        InetSocketAddress address = start();
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            assertThat(peer.send("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                            .expect())
                    .isEqualTo(new Pdu.Abort(0, 0));
        }
        try (Requestor requestor = requestor(address)) {
            assertThat(requestor.echo()).isZero();
        }
    }

    @Test
    void aborts_an_unexpected_pdu_with_the_reason() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(start())) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            assertThat(peer.send(ScriptedPeer.request("A", "B")).expect()).isEqualTo(new Pdu.Abort(2, 2));
        }
    }

    @Test
    void ends_a_connection_that_stays_silent_after_half_a_pdu() throws Exception {
        InetSocketAddress address = start();
        try (ScriptedPeer silent = new ScriptedPeer(address);
                ScriptedPeer half = new ScriptedPeer(address)) {
            byte[] request = PduEncoder.encode(ScriptedPeer.request("A", "B"));
            half.send(java.util.Arrays.copyOf(request, 40));
            assertThat(silent.isClosedByOther()).isTrue();
            assertThat(half.isClosedByOther()).isTrue();
        }
    }

    @Test
    void aborts_an_association_that_stays_idle() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(start())) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            assertThat(peer.expect()).isEqualTo(new Pdu.Abort(2, 0));
        }
    }

    @Test
    void survives_a_thousand_connections() throws Exception {
        InetSocketAddress address = start();
        List<ScriptedPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                peers.add(new ScriptedPeer(address));
            }
            try (Requestor requestor = requestor(address)) {
                assertThat(requestor.echo()).isZero();
            }
        } finally {
            for (ScriptedPeer peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void refuses_an_object_above_the_limit_and_keeps_the_association() throws Exception {
        try (Requestor requestor = requestor(start())) {
            int status = requestor.store(
                    SopClass.XRAY_RADIATION_DOSE_SR,
                    UID,
                    new TransferSyntaxUid(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid()),
                    new byte[(1 << 20) + 2]);
            assertThat(status)
                    .as("refused for good: A7xx would be sent again for ever")
                    .isEqualTo(0xC001);
            assertThat(requestor.echo()).isZero();
        }
        assertThat(received).isEmpty();
    }

    @Test
    void aborts_idle_associations_at_a_stop_and_accepts_no_more() throws Exception {
        InetSocketAddress address = start();
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            acceptor.drain(Duration.ofSeconds(5));
            assertThat(peer.expect()).isEqualTo(new Pdu.Abort(2, 0));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThatThrownBy(() -> new ScriptedPeer(address)).isInstanceOf(IOException.class);
    }

    @Test
    void a_sender_between_two_objects_may_send_the_next_and_release_at_a_stop() throws Exception {
        InetSocketAddress address = start(new WireSettings().releaseGrace(Duration.ofSeconds(20)));
        Thread drain = new Thread(() -> acceptor.drain(Duration.ofSeconds(20)));
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            peer.send(ScriptedPeer.echo()).expect();
            drain.start();
            while (isAccepting(address)) {
                Thread.onSpinWait();
            }
            assertThat(peer.send(ScriptedPeer.echo()).expect()).isInstanceOf(Pdu.PData.class);
            assertThat(peer.send(new Pdu.ReleaseRequest()).expect()).isInstanceOf(Pdu.ReleaseResponse.class);
        }
        drain.join();
    }

    @Test
    void a_message_under_way_at_a_stop_is_answered_before_the_abort() throws Exception {
        InetSocketAddress address = start(new WireSettings().releaseGrace(Duration.ofMillis(1)));
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            byte[] message = ScriptedPeer.echo();
            peer.send(java.util.Arrays.copyOf(message, 20));
            Thread drain = new Thread(() -> acceptor.drain(Duration.ofSeconds(20)));
            drain.start();
            while (isAccepting(address)) {
                Thread.onSpinWait();
            }
            peer.send(java.util.Arrays.copyOfRange(message, 20, message.length));
            assertThat(peer.expect()).isInstanceOf(Pdu.PData.class);
            assertThat(peer.expect()).isEqualTo(new Pdu.Abort(2, 0));
            drain.join();
        }
    }

    @Test
    void half_a_message_that_never_ends_is_aborted_when_the_time_of_a_stop_is_over() throws Exception {
        InetSocketAddress address = start(new WireSettings().releaseGrace(Duration.ofMillis(1)));
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            peer.send(java.util.Arrays.copyOf(ScriptedPeer.echo(), 20));
            acceptor.drain(Duration.ofMillis(100));
            assertThat(peer.expect()).isEqualTo(new Pdu.Abort(2, 0));
        }
    }

    @Test
    void after_a_length_that_cannot_be_nothing_more_is_read_as_a_pdu() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(start())) {
            byte[] huge = {1, 0, -1, -1, -1, -1};
            byte[] garbage = new byte[100];
            java.util.Arrays.fill(garbage, (byte) 'x');
            assertThat(peer.send(huge).send(garbage).expect()).isEqualTo(new Pdu.Abort(0, 0));
            peer.send(garbage);
            assertThat(peer.expect()).as("closed, without a second abort").isNull();
        }
    }

    @Test
    void a_peer_that_goes_on_sending_after_an_abort_does_not_prolong_the_timer() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(start())) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            assertThat(peer.send(ScriptedPeer.request("A", "B")).expect()).isEqualTo(new Pdu.Abort(2, 2));
            assertThatThrownBy(() -> {
                        while (true) {
                            peer.send(new Pdu.ReleaseRequest());
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_odd_uid_is_kept_as_import_keeps_it_and_an_impossible_one_refused() throws Exception {
        try (Requestor requestor = requestor(start())) {
            String syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid();
            byte[] dataSet = new byte[10];
            assertThat(requestor.store(
                            SopClass.XRAY_RADIATION_DOSE_SR,
                            new SopInstanceUid("1.2.ODD_uid.007"),
                            new TransferSyntaxUid(syntax),
                            dataSet))
                    .isZero();
            assertThat(received.poll(5, TimeUnit.SECONDS).sopInstanceUid())
                    .isEqualTo(new SopInstanceUid("1.2.ODD_uid.007"));
            for (String impossible : List.of("1".repeat(65), "1.2 3")) {
                assertThat(requestor.store(
                                SopClass.XRAY_RADIATION_DOSE_SR,
                                new SopInstanceUid(impossible),
                                new TransferSyntaxUid(syntax),
                                dataSet))
                        .as(impossible)
                        .isEqualTo(0x0117);
            }
        }
    }

    @Test
    void names_the_address_of_a_peer_that_refuses_or_cannot_be_reached() throws Exception {
        InetSocketAddress address =
                start(new WireSettings().callers(true, new Caller(new AeTitle("PACS1"), List.of())));
        assertThatThrownBy(() -> requestor(address))
                .hasMessage(
                        "DOSE_AGENT@127.0.0.1:" + address.getPort()
                                + " rejected the association: our AE title is not allowed there (result 1, source 1, reason 3)");
        acceptor.close();
        assertThatThrownBy(() -> requestor(address))
                .hasMessageStartingWith("cannot connect to 127.0.0.1:" + address.getPort() + ": Connection refused");
    }

    private static boolean isAccepting(InetSocketAddress address) {
        try {
            new ScriptedPeer(address).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
