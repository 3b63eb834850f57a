package org.doseagent.net.calling;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.Iterator;
import org.doseagent.net.admission.ByteBudget;
import org.doseagent.net.association.IncomingMessage;
import org.doseagent.net.association.ObjectBuffer;
import org.doseagent.net.association.Peer;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduException;
import org.doseagent.net.transport.Connection;

/**
 * The messages that a PACS sends during one query or retrieval: responses with their identifiers, and the C-STORE requests of a C-GET. Each one
 * is read before the deadline of its operation. Used by one thread.
 */
final class ArchiveMessages {

    private final Requestor requestor;
    private final ArchiveClient.Limits limits;
    private final IncomingMessage incoming;
    private Iterator<Pdu.DataValue> pieces = Collections.emptyIterator();
    private long operationEnd;
    private boolean isUnderWay;

    /** A complete message. Its data set holds until the next one is read. */
    record Message(int contextId, Command command, ObjectBuffer data) {}

    ArchiveMessages(Requestor requestor, ArchiveClient.Limits limits) {
        this.requestor = requestor;
        this.limits = limits;
        this.incoming = new IncomingMessage(
                new ObjectBuffer(limits.maxObjectBytes(), new ByteBudget(2L * limits.maxObjectBytes())),
                field -> field == Command.C_STORE_RQ || field == (Command.C_FIND_RQ | Command.RESPONSE));
    }

    /** Starts the time of an operation. */
    void begin() {
        isUnderWay = true;
        operationEnd = Connection.deadline(limits.operation());
    }

    /** Returns whether an operation has begun and its last response has not come. */
    boolean isUnderWay() {
        return isUnderWay;
    }

    Peer peer() throws IOException {
        return new Peer(
                requestor.settings().remote().aeTitle(),
                requestor.settings().ownAeTitle(),
                InetAddress.getByName(requestor.peerHost()));
    }

    /**
     * Reads the next message.
     *
     * @throws IOException if it is neither a response to the request with this number nor a C-STORE request, or does not come in time
     */
    Message next(int requestId) throws IOException {
        try {
            Message message = read();
            Command command = message.command();
            boolean isOurs = (command.field() & Command.RESPONSE) != 0 && command.respondedTo() == requestId;
            if (!isOurs && command.field() != Command.C_STORE_RQ) {
                throw broken("it answers a request that is not under way");
            }
            isUnderWay = !isOurs || command.status() >>> 8 == 0xFF;
            return message;
        } catch (PduException e) {
            throw broken(String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            throw new IOException(requestor.settings().remote() + " does not answer in time", e);
        } catch (EOFException e) {
            throw new IOException(requestor.settings().remote() + " closed the connection before it answered", e);
        }
    }

    private Message read() throws IOException, PduException {
        incoming.clear();
        while (true) {
            while (pieces.hasNext()) {
                Command complete = incoming.add(pieces.next());
                if (complete != null) {
                    return new Message(incoming.contextId(), complete, incoming.data());
                }
            }
            pieces = readPieces();
        }
    }

    private Iterator<Pdu.DataValue> readPieces() throws IOException, PduException {
        long answerEnd = Connection.deadline(requestor.settings().responseTimeout());
        Pdu pdu = requestor.read(operationEnd - answerEnd < 0 ? operationEnd : answerEnd);
        if (pdu instanceof Pdu.PData data) {
            return data.iterator();
        }
        throw new IOException(requestor.settings().remote()
                + (pdu instanceof Pdu.Abort abort
                        ? " aborted the association: " + abort.meaning()
                        : " ended the association before it answered"));
    }

    /** Ends an operation in which the PACS sends more than a limit. */
    void requireAtMost(int limit, int count, String what) throws IOException {
        if (count > limit) {
            throw broken("it sends more than " + limit + " " + what);
        }
    }

    IOException broken(String why) {
        isUnderWay = true; // what else comes belongs to nothing, so the association cannot be released
        return new IOException(requestor.settings().remote() + " does not keep to DICOM or to the limits: " + why);
    }
}
