package org.doseagent.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.doseagent.dicom.DicomException;
import org.doseagent.net.Negotiation.Context;
import org.doseagent.net.StateTable.Action;
import org.doseagent.net.StateTable.Event;
import org.doseagent.net.StateTable.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One association from its acceptor's side: the state table driven by one thread, which reads, decides and answers. */
final class Association implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Association.class);

    private static final String STOPPED = "aborted-at-stop";

    /** How long a peer may take to close after the A-ABORT of an agent that ends. */
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long number;
    private final Connection connection;
    private final AcceptorSettings settings;
    private final ObjectSink sink;
    private final AssociationListener listener;
    private final BooleanSupplier takeSlot;
    private volatile boolean isStopping;
    private volatile boolean isCut;
    private boolean isDeaf;
    private long artimEnd;

    private State state = State.STA1_IDLE;
    private String outcome = "closed";
    private String callingAeTitle = "";
    private String calledAeTitle = "";
    private Map<Integer, Context> contexts = Map.of();
    private long peerMaxPdu;
    private volatile boolean wasOpened;
    private int objects;
    private final ByteArrayOutputStream commandBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream dataBytes = new ByteArrayOutputStream();
    private long dataLength;
    private int messageContext = -1;
    private @Nullable Command command;

    /**
     * @param takeSlot takes a place among the open associations; false when all are taken
     */
    Association(
            long number,
            Connection connection,
            AcceptorSettings settings,
            ObjectSink sink,
            AssociationListener listener,
            BooleanSupplier takeSlot) {
        this.number = number;
        this.connection = connection;
        this.settings = settings;
        this.sink = sink;
        this.listener = listener;
        this.takeSlot = takeSlot;
    }

    boolean wasOpened() {
        return wasOpened;
    }

    /** Makes the association end with an A-ABORT: now if no message is under way, otherwise after the message. Any thread. */
    void stopAfterMessage() {
        isStopping = true;
    }

    /** Makes the association end with an A-ABORT, whatever is under way. Any thread. */
    void stopNow() {
        isCut = true;
    }

    /** Asked while waiting for bytes, by the thread that reads. */
    private boolean isToStop() {
        if (state == State.STA13_AWAITING_TRANSPORT_CLOSE) {
            return isCut || (isStopping && !outcome.equals(STOPPED));
        }
        boolean isBusy = connection.isMidPdu() || command != null || commandBytes.size() > 0;
        return isCut || (isStopping && !isBusy);
    }

    void closeNow() throws IOException {
        connection.close();
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
            outcome = outcome.equals("closed") ? "lost" : outcome;
        } finally {
            listener.ended(outcome, wasOpened);
            LOG.info(
                    "event=association-end assoc={} peer={} calling={} outcome={} objects={}",
                    number,
                    connection.socket().getInetAddress().getHostAddress(),
                    printable(callingAeTitle),
                    outcome,
                    objects);
        }
    }

    /** Waits for what the peer does next, and does what the table says. */
    private void step() throws IOException {
        boolean isTimed = state == State.STA2_AWAITING_ASSOCIATE_RQ || state == State.STA13_AWAITING_TRANSPORT_CLOSE;
        try {
            Duration most = isTimed ? Duration.ofNanos(artimEnd - System.nanoTime()) : settings.idleTimeout();
            if (isDeaf) {
                connection.discard(most);
            }
            Pdu pdu = connection.read(most);
            receive(pdu);
        } catch (PduException e) {
            LOG.warn("event=invalid-pdu assoc={} reason=\"{}\"", number, e.getMessage());
            perform(Event.EV19_INVALID_PDU, e.abortReason());
            // Where this PDU ends is not known, so nothing after it can be read as one.
            isDeaf = true;
        } catch (Connection.StoppedException e) {
            stop();
        } catch (SocketTimeoutException e) {
            onTimeout(isTimed);
        } catch (IOException e) {
            enter(Event.EV17_TRANSPORT_CLOSED);
        }
    }

    /** The agent ends: a peer that has an association is told; one that has none, or is about to close, has nothing to lose. */
    private void stop() throws IOException {
        if (state == State.STA6_ESTABLISHED) {
            outcome = STOPPED;
            endByProvider();
            artimEnd = Math.min(artimEnd, System.nanoTime() + LAST_WORDS_NANOS);
        } else {
            state = State.STA1_IDLE;
        }
    }

    private void endByProvider() throws IOException {
        connection.write(PduEncoder.encode(new Pdu.Abort(2, PduException.NOT_SPECIFIED)));
        goTo(State.STA13_AWAITING_TRANSPORT_CLOSE);
        isDeaf = true;
    }

    private void onTimeout(boolean isArtim) throws IOException {
        outcome = state == State.STA13_AWAITING_TRANSPORT_CLOSE ? outcome : "timeout";
        if (isArtim) {
            enter(Event.EV18_ARTIM_EXPIRED);
        } else {
            endByProvider();
        }
    }

    private void receive(Pdu pdu) throws IOException, PduException {
        if (pdu instanceof Pdu.AssociateRequest request) {
            Action action = perform(Event.EV6_ASSOCIATE_RQ, PduException.UNEXPECTED_PDU);
            if (action == Action.AE6) {
                negotiate(request);
            }
        } else if (pdu instanceof Pdu.PData data) {
            if (perform(Event.EV10_P_DATA, PduException.UNEXPECTED_PDU) == Action.DT2) {
                for (Pdu.DataValue value : data.values()) {
                    accept(value);
                }
            }
        } else if (pdu instanceof Pdu.ReleaseRequest) {
            if (perform(Event.EV12_RELEASE_RQ, PduException.UNEXPECTED_PDU) == Action.AR2) {
                outcome = "released";
                enter(Event.EV14_LOCAL_RELEASE_RESPONSE);
                connection.write(PduEncoder.encode(new Pdu.ReleaseResponse()));
            }
        } else if (pdu instanceof Pdu.Abort) {
            outcome = "aborted-by-peer";
            enter(Event.EV16_ABORT);
        } else {
            Event event = pdu instanceof Pdu.ReleaseResponse
                    ? Event.EV13_RELEASE_RP
                    : pdu instanceof Pdu.AssociateReject ? Event.EV4_ASSOCIATE_RJ : Event.EV3_ASSOCIATE_AC;
            perform(event, PduException.UNEXPECTED_PDU);
        }
    }

    /** Takes the state on, and sends the A-ABORT that some actions consist of. */
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

    /** ARTIM runs from the moment that such a state is entered; a peer that goes on sending does not prolong it. */
    private void goTo(State next) {
        boolean isTimed = next == State.STA2_AWAITING_ASSOCIATE_RQ || next == State.STA13_AWAITING_TRANSPORT_CLOSE;
        if (isTimed && next != state) {
            artimEnd = System.nanoTime() + settings.artimTimeout().toNanos();
        }
        state = next;
    }

    private void negotiate(Pdu.AssociateRequest request) throws IOException {
        callingAeTitle = request.callingAeTitle();
        calledAeTitle = request.calledAeTitle();
        Negotiation negotiation = new Negotiation(settings);
        Pdu.AssociateReject rejection = negotiation
                .rejection(request, connection.socket().getInetAddress())
                .orElse(null);
        if (rejection == null && !takeSlot.getAsBoolean()) {
            rejection = new Pdu.AssociateReject(2, 3, 2);
        }
        if (rejection != null) {
            outcome = "rejected";
            enter(Event.EV8_LOCAL_REJECT);
            connection.write(PduEncoder.encode(rejection));
            LOG.warn(
                    "event=association-rejected assoc={} calling={} result={}/{}/{}",
                    number,
                    printable(callingAeTitle),
                    rejection.result(),
                    rejection.source(),
                    rejection.reason());
            return;
        }
        wasOpened = true;
        listener.opened();
        Pdu.AssociateAccept accept = negotiation.accept(request);
        contexts = Negotiation.accepted(request, accept.contexts());
        peerMaxPdu = request.user().maxLength();
        enter(Event.EV7_LOCAL_ACCEPT);
        connection.write(PduEncoder.encode(accept));
    }

    /** Adds one piece to the message under way (PS3.8 Annex E): command first, then its data set, on one context. */
    private void accept(Pdu.DataValue value) throws IOException, PduException {
        Context context = contexts.get(value.contextId());
        if (context == null || (messageContext >= 0 && messageContext != value.contextId())) {
            throw new PduException(PduException.INVALID_PARAMETER, "presentation context " + value.contextId());
        }
        if (value.isCommand() != (command == null)) {
            throw new PduException(PduException.INVALID_PARAMETER, "command and data set pieces out of order");
        }
        messageContext = value.contextId();
        if (value.isCommand()) {
            acceptCommand(value, context);
        } else {
            acceptData(value, context);
        }
    }

    private void acceptCommand(Pdu.DataValue value, Context context) throws IOException, PduException {
        if (commandBytes.size() + value.length() > Command.MAX_BYTES) {
            throw new PduException(PduException.INVALID_PARAMETER, "command set above " + Command.MAX_BYTES + " bytes");
        }
        commandBytes.write(value.buffer(), value.offset(), value.length());
        if (!value.isLast()) {
            return;
        }
        try {
            command = Command.decode(commandBytes.toByteArray());
        } catch (DicomException e) {
            throw new PduException(PduException.INVALID_PARAMETER, "command set: " + e.getMessage());
        }
        if (!command.hasDataSet()) {
            answer(command, context);
        }
    }

    private void acceptData(Pdu.DataValue value, Context context) throws IOException, PduException {
        dataLength += value.length();
        if (dataLength <= settings.maxObjectBytes()) {
            dataBytes.write(value.buffer(), value.offset(), value.length());
        } else if (dataLength > 4L * settings.maxObjectBytes()) {
            throw new PduException(
                    PduException.NOT_SPECIFIED,
                    "object of more than four times " + settings.maxObjectBytes() + " bytes");
        }
        if (value.isLast() && command != null) {
            answer(command, context);
        }
    }

    private void answer(Command request, Context context) throws IOException {
        int status = switch (request.field()) {
            case Command.C_ECHO_RQ -> StoreStatus.SUCCESS.code();
            case Command.C_STORE_RQ -> store(request, context).code();
            default -> 0x0211; // unrecognised operation (PS3.7 C.5.22)
        };
        int contextId = messageContext;
        command = null;
        messageContext = -1;
        commandBytes.reset();
        dataBytes.reset();
        dataLength = 0;
        boolean isResponseDue = (request.field() & Command.RESPONSE) == 0 && request.field() != 0x0FFF;
        if (isResponseDue) {
            connection.writeMessage(contextId, request.response(status), new byte[0], peerMaxPdu);
        }
    }

    private StoreStatus store(Command request, Context context) {
        StoreStatus status = storeStatus(request, context);
        objects++;
        listener.answered(status, dataBytes.size());
        if (status != StoreStatus.SUCCESS) {
            LOG.warn("event=object-refused assoc={} status={} bytes={}", number, status, dataLength);
        }
        return status;
    }

    private StoreStatus storeStatus(Command request, Context context) {
        if (!request.sopClassUid().equals(context.abstractSyntax())) {
            return StoreStatus.SOP_CLASS_NOT_SUPPORTED;
        }
        if (!ReceivedObject.isUsableUid(request.sopInstanceUid())) {
            return StoreStatus.INVALID_INSTANCE;
        }
        if (dataLength > settings.maxObjectBytes()) {
            return StoreStatus.OUT_OF_RESOURCES;
        }
        if (dataLength == 0) {
            return StoreStatus.CANNOT_UNDERSTAND;
        }
        return sink.store(new ReceivedObject(
                request.sopClassUid(),
                request.sopInstanceUid(),
                context.transferSyntax(),
                dataBytes.toByteArray(),
                callingAeTitle,
                calledAeTitle,
                connection.socket().getInetAddress().getHostAddress()));
    }

    /** AE titles come from the peer: anything but letters, digits and a few signs is replaced before it reaches a log line. */
    private static String printable(String title) {
        return title.replaceAll("[^A-Za-z0-9_.-]", "?");
    }
}
