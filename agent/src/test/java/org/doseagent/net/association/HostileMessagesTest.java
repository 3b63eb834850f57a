package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.doseagent.net.AcceptorSettings.Pace;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are endless, slow, broken or out of order. */
final class HostileMessagesTest extends HostileWire {

    @Test
    void a_message_that_trickles_is_aborted_though_its_peer_is_never_silent() throws Exception {
        InetSocketAddress address = start(new WireSettings().messageMillis(300));
        ScriptedPeer slow = ScriptedPeer.associated(address);
        hostile.add(slow);
        slow.send(ScriptedPeer.storeCommand("2.25.1"));
        byte[] piece = ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 0);
        while (!slow.hasInput()) {
            slow.send(piece);
        }
        assertThat(slow.expect()).isEqualTo(new Pdu.Abort(2, 0));
        assertThat(incidents).contains(Incident.SLOW_MESSAGE);
    }

    @Test
    void messages_that_store_nothing_are_answered_at_their_pace_and_objects_at_once() throws Exception {
        InetSocketAddress address =
                start(new WireSettings().pace(new Pace(0, Duration.ofSeconds(1), 3, 1 << 30, 1000)));
        try (ScriptedPeer peer = ScriptedPeer.associated(address);
                Requestor honest = honest(address)) {
            long begin = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                peer.send(ScriptedPeer.echo());
            }
            for (int i = 0; i < 20; i++) {
                assertThat(store(honest, 1000)).isZero();
            }
            for (int i = 0; i < 4; i++) {
                assertThat(peer.expectResponse().status()).isZero();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
        }
    }

    @Test
    void an_unreadable_object_above_the_number_is_answered_at_the_pace_of_dropped_bytes() throws Exception {
        sink = object -> object.dataSetBytes().length > 1000 ? StoreStatus.TOO_MANY_UNREADABLE : StoreStatus.SUCCESS;
        InetSocketAddress address =
                start(new WireSettings().pace(new Pace(0, Duration.ofSeconds(1), 1000, 1_000_000, 1000)));
        try (Requestor sender = honest(address)) {
            long begin = System.nanoTime();
            assertThat(store(sender, 600_000)).isEqualTo(0xA700);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(500));
            begin = System.nanoTime();
            assertThat(store(sender, 1000)).as("the association goes on").isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(400));
        }
    }

    @Test
    void an_object_that_will_be_refused_for_lack_of_room_is_read_slowly() throws Exception {
        InetSocketAddress address =
                start(new WireSettings().pace(new Pace(0, Duration.ofSeconds(1), 1000, 1_000_000, 1000)));
        byte[] half = new byte[16000];
        for (int i = 0; i < 3; i++) {
            ScriptedPeer peer = ScriptedPeer.associated(address);
            hostile.add(peer);
            peer.send(ScriptedPeer.storeCommand("2.25." + i));
            for (int sent = 0; sent + half.length < WireSettings.MAX_OBJECT; sent += half.length) {
                peer.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 0, half));
            }
        }
        try (Requestor honest = honest(address)) {
            long begin = System.nanoTime();
            assertThat(store(honest, 900_000)).isEqualTo(0xA700);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(500));
            assertThat(store(honest, 1000)).isZero();
        }
    }

    @Test
    void a_message_below_the_minimum_rate_is_aborted_and_one_above_it_is_not() throws Exception {
        InetSocketAddress address =
                start(new WireSettings().pace(new Pace(10_000, Duration.ofMillis(300), 1000, 1 << 30, 1000)));
        try (ScriptedPeer slow = ScriptedPeer.associated(address);
                ScriptedPeer steady = ScriptedPeer.associated(address)) {
            slow.send(ScriptedPeer.storeCommand("2.25.1"));
            steady.send(ScriptedPeer.storeCommand("2.25.2"));
            byte[] part = new byte[1000];
            while (!slow.hasInput()) {
                steady.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 0, part));
                long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
                await(() -> System.nanoTime() - due > 0);
            }
            assertThat(slow.expect()).isEqualTo(new Pdu.Abort(2, 0));
            steady.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 2));
            assertThat(steady.expectResponse().status()).isZero();
        }
        assertThat(incidents).contains(Incident.SLOW_MESSAGE);
    }

    @Test
    void a_peer_that_sends_on_and_on_after_its_abort_is_closed() throws Exception {
        InetSocketAddress address = start(new WireSettings());
        try (ScriptedPeer peer = ScriptedPeer.associated(address)) {
            peer.send(ScriptedPeer.piece(9, 2, new byte[10]));
            byte[] part = new byte[100_000];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            peer.send(part);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest(name = "maximum length {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7})
    void a_maximum_length_that_lets_nothing_through_is_rejected(long maxLength) throws Exception {
        InetSocketAddress address = start(new WireSettings());
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            assertThat(peer.send(ScriptedPeer.request("A", "B", maxLength)).expect())
                    .isEqualTo(new Pdu.AssociateReject(1, 1, 1));
        }
    }

    @ParameterizedTest(name = "maximum length {0}")
    @ValueSource(longs = {8, 9, 0, 0xFFFFFFFFL})
    void answers_within_the_smallest_maximum_length_that_is_possible(long maxLength) throws Exception {
        InetSocketAddress address = start(new WireSettings());
        try (ScriptedPeer peer = new ScriptedPeer(address)) {
            assertThat(peer.send(ScriptedPeer.request("A", "B", maxLength)).expect())
                    .isInstanceOf(Pdu.AssociateAccept.class);
            Command response = peer.send(ScriptedPeer.echo()).expectResponse();
            assertThat(response.status()).isZero();
            assertThat(response.field()).isEqualTo(0x8030);
        }
    }

    @Test
    void pieces_of_another_context_inside_a_message_are_aborted() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.associated(start(new WireSettings()))) {
            peer.send(ScriptedPeer.storeCommand("2.25.1"));
            peer.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 0, new byte[10]));
            peer.send(ScriptedPeer.piece(ScriptedPeer.ECHO_CONTEXT, 1, new byte[10]));
            assertThat(peer.expect()).isEqualTo(new Pdu.Abort(2, 6));
        }
    }

    @Test
    void a_data_set_without_a_command_and_a_command_inside_a_data_set_are_aborted() throws Exception {
        InetSocketAddress address = start(new WireSettings());
        try (ScriptedPeer peer = ScriptedPeer.associated(address)) {
            peer.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 2, new byte[10]));
            assertThat(peer.expect()).isEqualTo(new Pdu.Abort(2, 6));
        }
        try (ScriptedPeer peer = ScriptedPeer.associated(address)) {
            peer.send(ScriptedPeer.storeCommand("2.25.1"));
            peer.send(ScriptedPeer.storeCommand("2.25.2"));
            assertThat(peer.expect()).isEqualTo(new Pdu.Abort(2, 6));
        }
    }

    @Test
    void a_peer_that_closes_its_half_inside_a_pdu_gives_back_its_slot_at_once() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(1));
        ScriptedPeer half = ScriptedPeer.associated(address);
        hostile.add(half);
        half.send(java.util.Arrays.copyOf(ScriptedPeer.echo(), 20)).shutdownOutput();
        assertThat(half.isClosedByOther()).isTrue();
        try (Requestor honest = honestThatTriesAgain(address)) {
            assertThat(store(honest, 1000)).isZero();
        }
    }

    @Test
    void a_query_with_an_endless_identifier_keeps_no_bytes_and_is_answered_unrecognised() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.associated(start(new WireSettings()))) {
            byte[] find = ScriptedPeer.storeCommand("2.25.1");
            find[12 + 12 + 8 + 30 + 8] = 0x20; // the command field: C-FIND-RQ
            peer.send(find);
            for (int i = 0; i < 200; i++) {
                peer.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 0, new byte[16000]));
            }
            peer.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 2));
            Command response = peer.expectResponse();
            assertThat(response.field()).isEqualTo(0x8020);
            assertThat(response.status()).isEqualTo(0x0211);
        }
    }
}
