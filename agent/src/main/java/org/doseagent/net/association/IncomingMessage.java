package org.doseagent.net.association;

import java.io.ByteArrayOutputStream;
import java.util.function.IntPredicate;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu.DataValue;
import org.doseagent.net.pdu.PduException;
import org.jspecify.annotations.Nullable;

/** The message that is under way on an association (PS3.8 Annex E): command first, then its data set, on one context. Used by one thread. */
public final class IncomingMessage {

    private static final int NONE = -1;

    private final ObjectBuffer data;
    private final IntPredicate keepsDataSet;
    private final CommandBytes commandBytes = new CommandBytes();
    private int contextId = NONE;
    private long since;
    private @Nullable Command command;

    /** Gives access to its array, so that decoding needs no copy. */
    private static final class CommandBytes extends ByteArrayOutputStream {

        Command decode() throws PduException {
            return Command.decode(buf, count);
        }
    }

    /** The message of a peer that calls us: only the data sets of C-STORE and N-ACTION are kept. */
    IncomingMessage(ObjectBuffer data) {
        this(data, field -> field == Command.C_STORE_RQ || field == Command.N_ACTION_RQ);
    }

    /** A message of which the data set is kept where its command field says so. */
    public IncomingMessage(ObjectBuffer data, IntPredicate keepsDataSet) {
        this.data = data;
        this.keepsDataSet = keepsDataSet;
    }

    boolean isUnderWay() {
        return contextId != NONE;
    }

    /** Returns when the message that is under way began, by {@link System#nanoTime()}. */
    long since() {
        return since;
    }

    public int contextId() {
        return contextId;
    }

    public ObjectBuffer data() {
        return data;
    }

    /**
     * Adds a piece.
     *
     * @return the command of the message, once the message is complete; null before
     * @throws PduException if the piece is out of order, of another context, or makes the command set too long or invalid
     */
    @Nullable
    public Command add(DataValue value) throws PduException {
        if (isUnderWay() && contextId != value.contextId()) {
            throw invalid("presentation context " + value.contextId() + " inside a message of context " + contextId);
        }
        if (value.isCommand() != (command == null)) {
            throw invalid("pieces of command and data set are out of order");
        }
        if (!isUnderWay()) {
            contextId = value.contextId();
            since = System.nanoTime();
        }
        return value.isCommand() ? addCommand(value) : addData(value, command);
    }

    private @Nullable Command addCommand(DataValue value) throws PduException {
        if (commandBytes.size() + value.length() > Command.MAX_BYTES) {
            throw invalid("command set above " + Command.MAX_BYTES + " bytes");
        }
        commandBytes.write(value.buffer(), value.offset(), value.length());
        if (!value.isLast()) {
            return null;
        }
        Command decoded = commandBytes.decode();
        command = decoded;
        return decoded.hasDataSet() ? null : decoded;
    }

    private @Nullable Command addData(DataValue value, @Nullable Command complete) {
        if (complete != null && keepsDataSet.test(complete.field())) {
            data.add(value.buffer(), value.offset(), value.length());
        }
        return value.isLast() ? complete : null;
    }

    private static PduException invalid(String message) {
        return new PduException(PduException.INVALID_PARAMETER, message);
    }

    /** Makes ready for the next message. */
    public void clear() {
        data.clear();
        commandBytes.reset();
        command = null;
        contextId = NONE;
    }
}
