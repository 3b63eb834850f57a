package org.doseagent.net;

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
import org.doseagent.net.AcceptorSettings.AllowedCaller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceptorTest {

    private static final String UID = "2.25.1";

    private final BlockingQueue<ReceivedObject> received = new LinkedBlockingQueue<>();
    private Acceptor acceptor;

    private InetSocketAddress start(AcceptorSettings settings) throws IOException {
        acceptor = new Acceptor(
                settings,
                object -> {
                    received.add(object);
                    return StoreStatus.SUCCESS;
                },
                Thread::new,
                AssociationListener.NONE);
        return acceptor.start();
    }

    private static AcceptorSettings settings(int maxAssociations, List<AllowedCaller> callers, boolean anyCalled) {
        return new AcceptorSettings(
                "127.0.0.1",
                0,
                "DOSE_AGENT",
                anyCalled,
                callers,
                maxAssociations,
                16384,
                1 << 20,
                Duration.ofMillis(300),
                Duration.ofMillis(600));
    }

    private InetSocketAddress start() throws IOException {
        return start(settings(8, List.of(), true));
    }

    private static Requestor requestor(InetSocketAddress address) throws IOException {
        return Requestor.connect(
                new Requestor.Settings("127.0.0.1", address.getPort(), "TEST", "DOSE_AGENT", Duration.ofSeconds(10)),
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
                assertThat(requestor.store(SopClass.XRAY_RADIATION_DOSE_SR, UID, syntax.uid(), dataSet))
                        .isZero();
                ReceivedObject object = received.poll(5, TimeUnit.SECONDS);
                assertThat(object.dataSetBytes()).isEqualTo(dataSet);
                assertThat(object.transferSyntaxUid()).isEqualTo(syntax.uid());
                assertThat(object.callingAeTitle()).isEqualTo("TEST");
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
                start(settings(8, List.of(new AllowedCaller("PACS1", List.of("127.0.0.0/8"))), false));
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
        InetSocketAddress address = start(settings(1, List.of(), true));
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
                    TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid(),
                    new byte[(1 << 20) + 2]);
            assertThat(status).isEqualTo(0xA700);
            assertThat(requestor.echo()).isZero();
        }
        assertThat(received).isEmpty();
    }

    @Test
    void drains_idle_associations_and_accepts_no_more() throws Exception {
        InetSocketAddress address = start();
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            peer.send(ScriptedPeer.request("A", "B")).expect();
            acceptor.drain(Duration.ofSeconds(5));
            assertThat(peer.isClosedByOther()).isTrue();
        }
        assertThatThrownBy(() -> new ScriptedPeer(address)).isInstanceOf(IOException.class);
    }
}
