package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.AcceptorSettings.Pace;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that mean harm, each with an honest sender that must be served all the same. */
class HostilePeersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pdu.AssociateReject NO_SLOT = new Pdu.AssociateReject(2, 3, 2);

    private final Queue<Incident> incidents = new ConcurrentLinkedQueue<>();
    private final List<ScriptedPeer> hostile = new ArrayList<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicBoolean areThreadsExhausted = new AtomicBoolean();
    private final AtomicInteger ended = new AtomicInteger();
    private final long startedAt = System.nanoTime();
    private volatile ObjectSink sink = object -> StoreStatus.SUCCESS;
    private Acceptor acceptor;

    private InetSocketAddress start(WireSettings settings) throws IOException {
        acceptor = new Acceptor(
                settings.build(),
                object -> sink.store(object),
                work -> {
                    if (areThreadsExhausted.get()) {
                        throw new OutOfMemoryError("unable to create native thread: possibly out of memory");
                    }
                    threads.incrementAndGet();
                    return new Thread(work);
                },
                new AssociationListener() {
                    @Override
                    public void ended(String outcome, boolean wasOpened) {
                        ended.incrementAndGet();
                    }

                    @Override
                    public void incident(Incident incident) {
                        incidents.add(incident);
                    }
                });
        return acceptor.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (ScriptedPeer peer : hostile) {
            peer.close();
        }
        if (acceptor != null) {
            acceptor.close();
        }
    }

    private static Requestor honest(InetSocketAddress address) throws IOException {
        return Requestor.connect(
                new Requestor.Settings(
                        new AeTitle("HONEST"),
                        new Requestor.Remote(WireSettings.AGENT, "127.0.0.1", address.getPort()),
                        PATIENCE),
                Set.of(SopClass.XRAY_RADIATION_DOSE_SR));
    }

    private static int store(Requestor requestor, int bytes) throws IOException {
        return requestor.store(
                SopClass.XRAY_RADIATION_DOSE_SR,
                new SopInstanceUid("2.25.1"),
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid(),
                new byte[bytes]);
    }

    /** Opens associations until one is accepted, as a sender does that tries again. */
    private static Requestor honestThatTriesAgain(InetSocketAddress address) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return honest(address);
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).as("within " + PATIENCE).isTrue();
    }

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
