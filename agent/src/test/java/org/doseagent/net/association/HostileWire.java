package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.pdu.Pdu;
import org.junit.jupiter.api.AfterEach;

/** An acceptor that counts what happens to it, peers that are closed at the end, and an honest sender. */
abstract class HostileWire {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Pdu.AssociateReject NO_SLOT = new Pdu.AssociateReject(2, 3, 2);

    final Queue<Incident> incidents = new ConcurrentLinkedQueue<>();
    final List<ScriptedPeer> hostile = new ArrayList<>();
    final AtomicInteger threads = new AtomicInteger();
    final AtomicBoolean areThreadsExhausted = new AtomicBoolean();
    final AtomicInteger ended = new AtomicInteger();
    final long startedAt = System.nanoTime();
    volatile ObjectSink sink = object -> StoreStatus.SUCCESS;
    Acceptor acceptor;

    InetSocketAddress start(WireSettings settings) throws IOException {
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

    static Requestor honest(InetSocketAddress address) throws IOException {
        return Requestor.connect(
                new Requestor.Settings(
                        new AeTitle("HONEST"),
                        new Requestor.Remote(WireSettings.AGENT, "127.0.0.1", address.getPort()),
                        PATIENCE),
                Set.of(SopClass.XRAY_RADIATION_DOSE_SR));
    }

    static int store(Requestor requestor, int bytes) throws IOException {
        return requestor.store(
                SopClass.XRAY_RADIATION_DOSE_SR,
                new SopInstanceUid("2.25.1"),
                new TransferSyntaxUid(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid()),
                new byte[bytes]);
    }

    /** Opens associations until one is accepted, as a sender does that tries again. */
    static Requestor honestThatTriesAgain(InetSocketAddress address) throws IOException {
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

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).as("within " + PATIENCE).isTrue();
    }
}
