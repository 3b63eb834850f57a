package org.doseagent.net.association;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.doseagent.dicom.SopClass;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.CommitmentStatus;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.admission.EchoPace;
import org.doseagent.net.admission.KnownSenders;
import org.doseagent.net.admission.MessagePace;
import org.doseagent.net.association.Negotiation.Context;
import org.doseagent.net.association.Negotiation.Rejection;
import org.doseagent.net.association.StateTable.Action;
import org.doseagent.net.association.StateTable.Event;
import org.doseagent.net.association.StateTable.State;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;
import org.doseagent.net.pdu.PduException;
import org.doseagent.net.tls.TlsRefusal;
import org.doseagent.net.transport.Connection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One association from its acceptor's side: the state table driven by one thread, which reads, decides and answers. */
final class Association implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Association.class);

    private static final String CLOSED = "closed";
    private static final String STOPPED = "aborted-at-stop";
    private static final String REPLACED = "replaced";

    /** How long a peer may take to close after the A-ABORT of an agent that needs the connection no longer. */
    private static final long ABORT_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** An object that comes in keeps its association useful, in steps of so many bytes: a byte now and then does not. */
    private static final int PROGRESS_BYTES = 16 * 1024;

    /** PS3.7 C.5.22. */
    private static final int UNRECOGNISED_OPERATION = 0x0211;

    private final long number;
    private final Connection connection;
    private final Services services;
    private final AcceptorSettings.Deadlines deadlines;
    private final IncomingMessage message;
    private final AssociationLog log;
    private final MessagePace pace;
    private final EchoPace echoes;
    private final long connectedAt;

    /** Reaches zero when another thread wants this one to end. */
    private final CountDownLatch mustEnd = new CountDownLatch(1);

    private volatile boolean isStopping;
    private volatile boolean isCut;
    private volatile boolean isReplaced;
    private volatile boolean isClosed;
    private volatile boolean isStoring;
    private volatile boolean hasStored;
    private volatile long usefulAt;
    private volatile String callingAeTitle = "";

    private boolean discardsInput;
    private boolean isTooSlow;
    private boolean wasUseful;
    private long unreadableBytes;
    private long progress;
    private boolean wasOpened;
    private long artimEnd;
    private State state = State.STA1_IDLE;
    private String outcome = CLOSED;
    private String reason = "";
    private Pdu.Titles titles = Pdu.Titles.NONE;
    private Map<Integer, Context> contexts = Map.of();
    private long peerMaxPdu;
    private int objects;
    private @Nullable ObjectReceiver receiver;

    Association(long number, Connection connection, Services services, long connectedAt) {
        this.number = number;
        this.connectedAt = connectedAt;
        this.connection = connection;
        this.services = services;
        this.deadlines = services.settings().deadlines();
        this.log = new AssociationLog(number, connection.peer(), services.lines());
        this.pace = new MessagePace(services.settings().pace());
        this.echoes = new EchoPace(services.settings().pace().maxEchoesPerSecond());
        this.message = new IncomingMessage(
                new ObjectBuffer(services.settings().limits().maxObjectBytes(), services.budget()));
    }

    InetAddress address() {
        return connection.peer();
    }

    /** Any thread, once the association is requested. */
    KnownSenders.Sender sender() {
        return new KnownSenders.Sender(address(), callingAeTitle.strip());
    }

    /** Returns whether an object of this association was stored. Any thread. */
    boolean hasStored() {
        return hasStored;
    }

    /** Returns whether the daemon calls itself, from this machine. Any thread, once the association is requested. */
    boolean isSelf() {
        return connection.isLocal()
                && callingAeTitle.strip().equals(services.settings().aeTitle().value());
    }

    /** Returns for how long the association has stored nothing, and no object has come in; 0 while it stores. Any thread. */
    long idleNanos(long now) {
        return isStoring ? 0 : now - usefulAt;
    }

    /** Ends the association with an A-ABORT: now if no message is under way, otherwise after the message. Any thread. */
    void stopAfterMessage() {
        isStopping = true;
        mustEnd.countDown();
    }

    /** Ends the association with an A-ABORT, whatever is under way. Any thread. */
    void stopNow() {
        isCut = true;
        mustEnd.countDown();
    }

    /** Ends the association with an A-ABORT because another one has its slot now. Any thread. */
    void giveWay() {
        isReplaced = true;
        mustEnd.countDown();
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Closes the connection, whatever is under way. Any thread. */
    void closeNow() throws IOException {
        isClosed = true;
        mustEnd.countDown();
        connection.close();
    }

    /** Any thread. */
    void closeIfStuckWriting() {
        try {
            connection.closeIfStuckWriting(deadlines.write());
        } catch (IOException e) {
            LOG.debug(
                    "event=close-failed assoc={} error={}", number, e.getClass().getSimpleName());
        }
    }

    /** Asked while waiting for bytes, by the thread that reads. */
    private boolean isToStop() {
        boolean isEnding = state == State.STA13_AWAITING_TRANSPORT_CLOSE;
        if (isEnding) {
            return isCut || (isStopping && !outcome.equals(STOPPED));
        }
        isTooSlow = state == State.STA6_ESTABLISHED
                && pace.isTooSlow(
                        message.isUnderWay() || connection.isMidPdu(), connection.received(), System.nanoTime());
        return isTooSlow || isCut || isReplaced || (isStopping && !connection.isMidPdu() && !message.isUnderWay());
    }

    @Override
    public void run() {
        try (connection) {
            connection.stopWhen(this::isToStop);
            enter(Event.EV5_TRANSPORT_INDICATION);
            while (state != State.STA1_IDLE) {
                step();
            }
        } catch (IOException e) {
            outcome = outcome.equals(CLOSED) ? "lost" : outcome;
        } catch (RuntimeException | Error e) { // the top of this thread: one association ends, the acceptor lives
            outcome = "failed";
            services.listener().incident(Incident.ASSOCIATION_FAILED);
            services.failures().add(e);
        } finally {
            message.clear();
            end();
        }
    }

    private void end() {
        if (connection.isStuckWriting()) {
            outcome = "timeout";
            reason = "the peer does not read its answers";
            services.listener().incident(Incident.PEER_DOES_NOT_READ);
        }
        services.listener().ended(outcome, wasOpened);
        log.ended(new AssociationLog.End(titles, outcome, objects, reason), isWorthALine());
    }

    /** A health check that only connects, and the C-ECHO of the readiness page, are not. */
    private boolean isWorthALine() {
        return connection.hasReceived() && !isSelfCheck();
    }

    /** Returns whether the daemon called itself, stored nothing and ended as it should. */
    private boolean isSelfCheck() {
        return objects == 0 && outcome.equals("released") && isSelf();
    }

    /** Waits for what the peer does next, and does what the table says. */
    private void step() throws IOException {
        boolean isTimed = state == State.STA2_AWAITING_ASSOCIATE_RQ || state == State.STA13_AWAITING_TRANSPORT_CLOSE;
        try {
            long deadline = isTimed ? artimEnd : readDeadline();
            if (discardsInput) {
                connection.discard(deadline);
            }
            receive(connection.read(deadline));
        } catch (PduException e) {
            log.invalid(callingAeTitle, e);
            reason = String.valueOf(e.getMessage());
            perform(Event.EV19_INVALID_PDU, e.abortReason());
            // Where this PDU ends is not known, so nothing after it can be read as one.
            discardsInput = true;
        } catch (Connection.StoppedException e) {
            stop();
        } catch (SocketTimeoutException e) {
            onTimeout(isTimed);
        } catch (TlsRefusal e) {
            outcome = "tls-refused";
            reason = String.valueOf(e.getMessage());
            services.listener().incident(Incident.TLS_REFUSED);
            log.tlsRefused(callingAeTitle, e);
            enter(Event.EV17_TRANSPORT_CLOSED);
        } catch (IOException e) {
            enter(Event.EV17_TRANSPORT_CLOSED);
        }
    }

    /** A PDU has the idle time; a message has its own, so that it cannot trickle for ever. */
    private long readDeadline() {
        long idleEnd = Connection.deadline(deadlines.idle());
        return message.isUnderWay() && messageEnd() - idleEnd < 0 ? messageEnd() : idleEnd;
    }

    private long messageEnd() {
        return message.since() + deadlines.message().toNanos();
    }

    /** A peer that has an association gets an A-ABORT; one that has none, or is about to close, has nothing to lose. */
    private void stop() throws IOException {
        if (state == State.STA6_ESTABLISHED && isTooSlow) {
            outcome = "timeout";
            reason = "fewer bytes than dicom.minBytesPerSecond";
            services.listener().incident(Incident.SLOW_MESSAGE);
            abortByProvider();
        } else if (state == State.STA6_ESTABLISHED) {
            outcome = isReplaced ? REPLACED : STOPPED;
            reason = isReplaced ? "stored nothing, and another association needed the slot" : "the agent stops";
            abortByProvider();
            artimEnd = System.nanoTime()
                    + Math.min(ABORT_GRACE_NANOS, deadlines.artim().toNanos());
        } else {
            state = State.STA1_IDLE;
        }
    }

    private void abortByProvider() throws IOException {
        connection.write(PduEncoder.encode(new Pdu.Abort(2, PduException.NOT_SPECIFIED)));
        goTo(State.STA13_AWAITING_TRANSPORT_CLOSE);
        discardsInput = true;
    }

    private void onTimeout(boolean isArtim) throws IOException {
        if (state != State.STA13_AWAITING_TRANSPORT_CLOSE) {
            outcome = "timeout";
            boolean isSlow = message.isUnderWay() && System.nanoTime() - messageEnd() >= 0;
            reason = isSlow
                    ? "one message took longer than dicom.messageTimeout"
                    : isArtim ? "no association request within dicom.artimTimeout" : "silent for dicom.idleTimeout";
            if (isSlow) {
                services.listener().incident(Incident.SLOW_MESSAGE);
            }
        }
        if (isArtim) {
            enter(Event.EV18_ARTIM_EXPIRED);
        } else {
            abortByProvider();
        }
    }

    private void receive(Pdu pdu) throws IOException, PduException {
        if (pdu instanceof Pdu.PData data) {
            if (perform(Event.EV10_P_DATA, PduException.UNEXPECTED_PDU) == Action.DT2) {
                for (Pdu.DataValue value : data) {
                    accept(value);
                }
            }
        } else if (pdu instanceof Pdu.AssociateRequest request) {
            if (perform(Event.EV6_ASSOCIATE_RQ, PduException.UNEXPECTED_PDU) == Action.AE6) {
                negotiate(request);
            }
        } else if (pdu instanceof Pdu.ReleaseRequest) {
            if (perform(Event.EV12_RELEASE_RQ, PduException.UNEXPECTED_PDU) == Action.AR2) {
                outcome = "released";
                enter(Event.EV14_LOCAL_RELEASE_RESPONSE);
                connection.write(PduEncoder.encode(new Pdu.ReleaseResponse()));
            }
        } else if (pdu instanceof Pdu.Abort abort) {
            outcome = "aborted-by-peer";
            reason = abort.meaning();
            enter(Event.EV16_ABORT);
        } else {
            Event event = pdu instanceof Pdu.ReleaseResponse
                    ? Event.EV13_RELEASE_RP
                    : pdu instanceof Pdu.AssociateReject ? Event.EV4_ASSOCIATE_RJ : Event.EV3_ASSOCIATE_AC;
            perform(event, PduException.UNEXPECTED_PDU);
        }
    }

    /** Enters the next state, and sends the A-ABORT that some actions consist of. */
    private Action perform(Event event, int abortReason) throws IOException {
        Action action = enter(event);
        switch (action) {
            case AA1, AA7 -> abort(new Pdu.Abort(action == Action.AA1 ? 0 : 2, action == Action.AA1 ? 0 : abortReason));
            case AA8 -> abort(new Pdu.Abort(2, abortReason));
            default -> {}
        }
        return action;
    }

    private void abort(Pdu.Abort abort) throws IOException {
        outcome = "aborted";
        connection.write(PduEncoder.encode(abort));
    }

    private Action enter(Event event) {
        Action action = StateTable.action(state, event)
                .orElseThrow(() -> new IllegalStateException(event + " cannot occur in " + state));
        goTo(action.next());
        return action;
    }

    /** ARTIM starts when such a state is entered; a peer that goes on sending does not prolong it. */
    private void goTo(State next) {
        boolean isTimed = next == State.STA2_AWAITING_ASSOCIATE_RQ || next == State.STA13_AWAITING_TRANSPORT_CLOSE;
        if (isTimed && next != state) {
            artimEnd = (next == State.STA2_AWAITING_ASSOCIATE_RQ ? connectedAt : System.nanoTime())
                    + deadlines.artim().toNanos();
        }
        if (next == State.STA13_AWAITING_TRANSPORT_CLOSE && wasOpened) {
            services.admission().releaseSlot(this);
        }
        state = next;
    }

    private void negotiate(Pdu.AssociateRequest request) throws IOException {
        callingAeTitle = request.callingAeTitle();
        titles = request.titles();
        Negotiation negotiation = new Negotiation(services.settings());
        Optional<Rejection> rejection = negotiation.rejection(request, address(), connection.certificateNames());
        if (rejection.isEmpty()) {
            usefulAt = System.nanoTime();
            rejection = services.admission()
                    .takeSlot(this)
                    .map(why -> new Rejection(new Pdu.AssociateReject(2, 3, 2), why));
        }
        if (rejection.isPresent()) {
            reject(rejection.get());
            return;
        }
        wasOpened = true;
        services.listener().opened();
        Pdu.AssociateAccept accept = negotiation.accept(request);
        contexts = Negotiation.accepted(request, accept.contexts());
        log.refusedContexts(callingAeTitle, Negotiation.refused(request, accept.contexts()));
        receiver = new ObjectReceiver(number, services, negotiation.peer(request, address()));
        peerMaxPdu = request.user().maxLength();
        enter(Event.EV7_LOCAL_ACCEPT);
        connection.write(PduEncoder.encode(accept));
    }

    private void reject(Rejection rejection) throws IOException {
        outcome = "rejected";
        reason = rejection.reason();
        log.rejected(titles, rejection);
        enter(Event.EV8_LOCAL_REJECT);
        connection.write(PduEncoder.encode(rejection.pdu()));
    }

    private void accept(Pdu.DataValue value) throws IOException, PduException {
        Context context = contexts.get(value.contextId());
        if (context == null) {
            throw new PduException(
                    PduException.INVALID_PARAMETER, "presentation context " + value.contextId() + " was not accepted");
        }
        Command complete = message.add(value);
        noteProgress();
        if (complete != null) {
            answer(complete, context);
        }
    }

    private void noteProgress() throws Connection.StoppedException {
        long bytes = message.data().length() - progress;
        if (bytes < PROGRESS_BYTES) {
            return;
        }
        progress = message.data().length();
        if (message.data().isOutOfBudget()) {
            await(droppedNanos(bytes));
        } else {
            usefulAt = System.nanoTime();
        }
    }

    private long droppedNanos(long bytes) {
        return bytes * TimeUnit.SECONDS.toNanos(1) / services.settings().pace().maxDroppedBytesPerSecond();
    }

    private void answer(Command request, Context context) throws IOException {
        int contextId = message.contextId();
        wasUseful = false;
        unreadableBytes = 0;
        byte[] response = switch (request.field()) {
            case Command.C_ECHO_RQ -> request.response(StoreStatus.SUCCESS.code(), "");
            case Command.C_STORE_RQ -> store(request, context);
            case Command.N_ACTION_RQ -> act(request, context);
            default -> request.response(UNRECOGNISED_OPERATION, "only C-STORE and C-ECHO are supported");
        };
        message.clear();
        progress = 0;
        if (!wasUseful) {
            await(Math.max(echoes.nanosToWait(System.nanoTime()), droppedNanos(unreadableBytes)));
        }
        if (request.expectsResponse()) {
            connection.write(PduEncoder.message(contextId, response, new byte[0], peerMaxPdu));
        }
    }

    /** Lets a peer wait for its answer, unless this association must end. */
    private void await(long nanos) throws Connection.StoppedException {
        try {
            if (nanos > 0 && mustEnd.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new Connection.StoppedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] store(Command request, Context context) {
        if (receiver == null) {
            throw new IllegalStateException("C-STORE before the association");
        }
        isStoring = true;
        try {
            ObjectKeeper.Answer answer = receiver.store(request, context, message.data());
            objects++;
            wasUseful = answer.status() == StoreStatus.SUCCESS;
            unreadableBytes = answer.status() == StoreStatus.TOO_MANY_UNREADABLE
                    ? message.data().length()
                    : 0;
            if (wasUseful) {
                usefulAt = System.nanoTime();
                rememberSender();
            }
            return request.response(answer.status().code(), answer.reason());
        } finally {
            isStoring = false;
        }
    }

    private byte[] act(Command request, Context context) {
        if (receiver == null || !context.abstractSyntax().equals(SopClass.STORAGE_COMMITMENT)) {
            return request.response(UNRECOGNISED_OPERATION, "N-ACTION is for Storage Commitment only");
        }
        CommitmentStatus status = receiver.commit(request, context, message.data());
        return request.response(status.code(), status.comment());
    }

    private void rememberSender() {
        if (!hasStored) {
            hasStored = true;
            services.admission().hasStored(this);
        }
    }
}
