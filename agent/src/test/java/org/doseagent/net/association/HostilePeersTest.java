package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.doseagent.net.AcceptorSettings.Pace;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;
import org.junit.jupiter.api.Test;

/** Peers that take slots, threads and memory, each with an honest sender that must be served all the same. */
final class HostilePeersTest extends HostileWire {

    @Test
    void unfinished_objects_use_up_the_budget_and_an_ordinary_report_still_gets_through() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(80));
        byte[] half = new byte[16000];
        for (int i = 0; i < 63; i++) {
            ScriptedPeer peer = ScriptedPeer.associated(address);
            hostile.add(peer);
            peer.send(ScriptedPeer.storeCommand("2.25." + i));
            for (int sent = 0; sent + half.length < WireSettings.MAX_OBJECT; sent += half.length) {
                peer.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 0, half));
            }
        }
        for (int i = 0; i < 20; i++) {
            hostile.add(new ScriptedPeer(address));
        }
        try (Requestor honest = honest(address)) {
            assertThat(store(honest, 60_000)).isZero();
            assertThat(store(honest, 900_000)).as("no room now, try again").isEqualTo(0xA700);
            assertThat(honest.echo()).as("the association goes on").isZero();
            for (ScriptedPeer peer : hostile) {
                peer.close();
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            int status = store(honest, 900_000);
            while (status != 0 && System.nanoTime() - end < 0) {
                status = store(honest, 900_000);
            }
            assertThat(status).as("once the hostile peers are gone").isZero();
        }
        assertThat(incidents).contains(Incident.BYTES_IN_FLIGHT);
    }

    @Test
    void a_peer_that_never_reads_its_answers_loses_its_slot() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(1).writeMillis(200));
        ScriptedPeer deaf = ScriptedPeer.thatReadsNothing(address);
        hostile.add(deaf);
        deaf.send(ScriptedPeer.request("A", "B")).expect();
        byte[] echo = ScriptedPeer.echo();
        assertThatThrownBy(() -> {
                    while (true) {
                        deaf.send(echo);
                    }
                })
                .isInstanceOf(IOException.class);
        try (Requestor honest = honestThatTriesAgain(address)) {
            assertThat(store(honest, 1000)).isZero();
        }
        assertThat(incidents).contains(Incident.PEER_DOES_NOT_READ);
    }

    @Test
    void keep_alives_give_their_slot_to_a_sender() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(4).scarceIdleMillis(50));
        for (int i = 0; i < 4; i++) {
            hostile.add(ScriptedPeer.associated(address));
            hostile.get(i).send(ScriptedPeer.echo());
            assertThat(hostile.get(i).expectResponse().status()).isZero();
        }
        try (Requestor honest = honestThatTriesAgain(address)) {
            assertThat(store(honest, 1000)).isZero();
            assertThat(hostile.get(0).expect())
                    .as("the one that stored nothing for longest")
                    .isEqualTo(new Pdu.Abort(2, 0));
        }
        assertThat(incidents).contains(Incident.IDLE_ASSOCIATION_REPLACED);
    }

    @Test
    void an_association_that_has_just_stored_keeps_its_slot() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(1));
        try (Requestor busy = honest(address);
                ScriptedPeer next = new ScriptedPeer(address)) {
            assertThat(store(busy, 1000)).isZero();
            assertThat(next.send(ScriptedPeer.request("A", "B")).expect()).isEqualTo(NO_SLOT);
            assertThat(store(busy, 1000)).isZero();
        }
    }

    @Test
    void one_address_cannot_take_every_slot() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(4).maxPerPeer(2));
        hostile.add(ScriptedPeer.associated(address));
        hostile.add(ScriptedPeer.associated(address));
        try (ScriptedPeer third = new ScriptedPeer(address);
                ScriptedPeer other = ScriptedPeer.from("127.0.0.2", address)) {
            assertThat(third.send(ScriptedPeer.request("A", "B")).expect()).isEqualTo(NO_SLOT);
            assertThat(other.send(ScriptedPeer.request("A", "B")).expect()).isInstanceOf(Pdu.AssociateAccept.class);
        }
    }

    @Test
    void a_flood_of_connections_closes_its_own_oldest_and_not_those_of_others() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxSilent(4));
        try (ScriptedPeer patient = ScriptedPeer.from("127.0.0.2", address)) {
            for (int i = 0; i < 50; i++) {
                hostile.add(new ScriptedPeer(address));
            }
            assertThat(hostile.get(0).isClosedByOther()).isTrue();
            assertThat(patient.send(ScriptedPeer.request("A", "B")).expect()).isInstanceOf(Pdu.AssociateAccept.class);
        }
    }

    @Test
    void a_flood_of_half_requests_closes_its_own_oldest_and_not_those_of_others() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxPending(4));
        try (ScriptedPeer patient = ScriptedPeer.from("127.0.0.2", address)) {
            patient.send((byte) 1);
            for (int i = 0; i < 50; i++) {
                hostile.add(new ScriptedPeer(address));
                hostile.get(i).send((byte) 1);
            }
            assertThat(hostile.get(0).isClosedByOther()).isTrue();
            byte[] request = PduEncoder.encode(ScriptedPeer.request("A", "B"));
            patient.send(java.util.Arrays.copyOfRange(request, 1, request.length));
            assertThat(patient.expect()).isInstanceOf(Pdu.AssociateAccept.class);
        }
    }

    @Test
    void silent_connections_cost_no_thread_and_no_log_line() throws Exception {
        InetSocketAddress address = start(new WireSettings());
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 100; i++) {
                new ScriptedPeer(address).close(); // a health check that only connects
                hostile.add(new ScriptedPeer(address));
            }
            await(() -> ended.get() >= 100);
        } finally {
            System.setErr(before);
        }
        assertThat(threads).as("the one that accepts").hasValue(1);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void a_silent_connection_is_closed_after_the_artim() throws Exception {
        InetSocketAddress address = start(new WireSettings().artimMillis(100));
        try (ScriptedPeer silent = new ScriptedPeer(address)) {
            assertThat(silent.isClosedByOther()).isTrue();
        }
    }

    @Test
    void a_sender_that_has_stored_before_takes_the_slot_of_one_that_never_did() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(2));
        try (Requestor honest = honest(address)) {
            assertThat(store(honest, 1000)).isZero();
        }
        for (int i = 0; i < 2; i++) {
            hostile.add(ScriptedPeer.associated(address));
            assertThat(hostile.get(i).send(ScriptedPeer.echo()).expectResponse().status())
                    .isZero();
        }
        try (ScriptedPeer unknown = new ScriptedPeer(address);
                Requestor honest = honest(address)) {
            assertThat(unknown.send(ScriptedPeer.request("A", "B")).expect())
                    .as("one that never stored either waits for the grace")
                    .isEqualTo(NO_SLOT);
            assertThat(store(honest, 1000)).isZero();
        }
        assertThat(incidents).contains(Incident.IDLE_ASSOCIATION_REPLACED);
    }

    @Test
    void an_association_that_has_stored_nothing_yet_keeps_its_slot_for_the_grace_only() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(1).scarceGraceMillis(50));
        hostile.add(ScriptedPeer.associated(address));
        try (Requestor honest = honestThatTriesAgain(address)) {
            assertThat(store(honest, 1000)).isZero();
            try (ScriptedPeer next = new ScriptedPeer(address)) {
                await(() -> System.nanoTime() - startedAt > TimeUnit.MILLISECONDS.toNanos(200));
                assertThat(next.send(ScriptedPeer.request("A", "B")).expect())
                        .as("the one that stored has longer")
                        .isEqualTo(NO_SLOT);
            }
        }
    }

    @Test
    void an_object_that_keeps_coming_in_keeps_the_slot() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(1).scarceGraceMillis(300));
        try (ScriptedPeer sender = ScriptedPeer.associated(address);
                ScriptedPeer other = new ScriptedPeer(address)) {
            sender.send(ScriptedPeer.storeCommand("2.25.1"));
            long begin = System.nanoTime();
            byte[] part = new byte[16000];
            for (int sent = 0; sent < 40; sent++) {
                sender.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 0, part));
                long due = begin + TimeUnit.MILLISECONDS.toNanos(10L * sent);
                await(() -> System.nanoTime() - due > 0);
            }
            assertThat(other.send(ScriptedPeer.request("A", "B")).expect()).isEqualTo(NO_SLOT);
            sender.send(ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 2));
            assertThat(sender.expectResponse().status()).isZero();
        }
    }

    @Test
    void a_peer_that_waits_for_its_pace_ends_at_once_when_its_slot_is_needed() throws Exception {
        InetSocketAddress address = start(new WireSettings()
                .maxAssociations(1)
                .scarceGraceMillis(50)
                .pace(new Pace(0, Duration.ofSeconds(1), 1, 1 << 30, 1000)));
        ScriptedPeer flooding = ScriptedPeer.associated(address);
        hostile.add(flooding);
        for (int i = 0; i < 50; i++) {
            flooding.send(ScriptedPeer.echo());
        }
        assertThat(flooding.expectResponse().status()).isZero();
        try (Requestor honest = honestThatTriesAgain(address)) {
            assertThat(store(honest, 1000)).isZero();
        }
        int answers = 0;
        while (flooding.expect() instanceof Pdu.PData) {
            answers++;
        }
        assertThat(answers).as("the others that waited in the buffer").isLessThan(30);
    }

    @Test
    void lines_about_an_address_that_are_too_many_are_left_out() throws Exception {
        InetSocketAddress address =
                start(new WireSettings().pace(new Pace(0, Duration.ofSeconds(1), 1000, 1 << 30, 5)));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 20; i++) {
                try (ScriptedPeer peer = new ScriptedPeer(address)) {
                    assertThat(peer.send(ScriptedPeer.request("A", "B", 1)).expect())
                            .isInstanceOf(Pdu.AssociateReject.class);
                }
            }
        } finally {
            System.setErr(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("event=")))
                .hasSizeBetween(1, 5);
    }

    @Test
    void a_thousand_connections_make_a_bounded_number_of_threads() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(8).maxPending(32));
        for (int i = 0; i < 1000; i++) {
            hostile.add(new ScriptedPeer(address));
        }
        try (Requestor honest = honest(address)) {
            assertThat(store(honest, 1000)).isZero();
        }
        assertThat(threads.get()).as("with the one that accepts").isLessThanOrEqualTo(8 + 2 * 32 + 2);
    }

    @Test
    void a_peer_that_never_closes_after_its_release_holds_no_slot() throws Exception {
        InetSocketAddress address = start(new WireSettings().maxAssociations(1));
        ScriptedPeer released = ScriptedPeer.associated(address);
        hostile.add(released);
        assertThat(released.send(new Pdu.ReleaseRequest()).expect()).isInstanceOf(Pdu.ReleaseResponse.class);
        try (Requestor honest = honest(address)) {
            assertThat(store(honest, 1000)).isZero();
        }
    }

    @Test
    void the_acceptor_survives_that_no_thread_can_be_made() throws Exception {
        InetSocketAddress address = start(new WireSettings());
        areThreadsExhausted.set(true);
        ScriptedPeer lost = new ScriptedPeer(address);
        hostile.add(lost);
        lost.send(ScriptedPeer.request("A", "B"));
        assertThat(lost.isClosedByOther()).isTrue();
        await(() -> acceptor.problem().isPresent());
        assertThat(acceptor.problem()).contains("DICOM connections cannot be accepted: OutOfMemoryError");
        areThreadsExhausted.set(false);
        try (Requestor honest = honest(address)) {
            assertThat(store(honest, 1000)).isZero();
        }
        await(() -> acceptor.problem().isEmpty());
        assertThat(incidents).contains(Incident.ACCEPT_FAILED);
    }

    @Test
    void the_acceptor_survives_an_error_of_the_sink() throws Exception {
        InetSocketAddress address = start(new WireSettings());
        sink = object -> {
            throw new OutOfMemoryError("Java heap space");
        };
        try (Requestor unlucky = honest(address)) {
            assertThatThrownBy(() -> store(unlucky, 1000)).isInstanceOf(IOException.class);
        }
        sink = object -> StoreStatus.SUCCESS;
        try (Requestor honest = honest(address)) {
            assertThat(store(honest, 1000)).isZero();
        }
        assertThat(incidents).contains(Incident.ASSOCIATION_FAILED);
    }

    @Test
    void says_nothing_is_wrong_before_the_start_and_after_a_stop() throws Exception {
        start(new WireSettings());
        assertThat(acceptor.problem()).isEmpty();
        acceptor.close();
        assertThat(acceptor.problem()).isEmpty();
    }
}
