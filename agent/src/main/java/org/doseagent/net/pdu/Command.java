package org.doseagent.net.pdu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.jspecify.annotations.Nullable;

/** A DIMSE command set (PS3.7 6.3): always implicit VR little endian, whatever the transfer syntax of its context. */
public final class Command {

    public static final int C_STORE_RQ = 0x0001;
    public static final int C_GET_RQ = 0x0010;
    public static final int C_FIND_RQ = 0x0020;
    public static final int C_MOVE_RQ = 0x0021;
    public static final int C_ECHO_RQ = 0x0030;

    /** Limit of one command set in bytes; the longest real one has some hundred. */
    public static final int MAX_BYTES = 64 * 1024;

    public static final int N_EVENT_REPORT_RQ = 0x0100;
    public static final int N_ACTION_RQ = 0x0130;

    /** The bit that makes the field of a request that of its response. */
    public static final int RESPONSE = 0x8000;

    private static final int C_CANCEL_RQ = 0x0FFF;
    private static final int NO_DATA_SET = 0x0101;

    private static final int GROUP_LENGTH = 0x0000;
    private static final int AFFECTED_SOP_CLASS_UID = 0x0002;
    private static final int REQUESTED_SOP_CLASS_UID = 0x0003;
    private static final int COMMAND_FIELD = 0x0100;
    private static final int MESSAGE_ID = 0x0110;
    private static final int MESSAGE_ID_RESPONDED_TO = 0x0120;
    private static final int MOVE_DESTINATION = 0x0600;
    private static final int PRIORITY = 0x0700;
    private static final int DATA_SET_TYPE = 0x0800;
    private static final int STATUS = 0x0900;
    private static final int ERROR_COMMENT = 0x0902;
    private static final int AFFECTED_SOP_INSTANCE_UID = 0x1000;
    private static final int REQUESTED_SOP_INSTANCE_UID = 0x1001;
    private static final int EVENT_TYPE_ID = 0x1002;
    private static final int ACTION_TYPE_ID = 0x1008;
    private static final int REMAINING = 0x1020;
    private static final int COMPLETED = 0x1021;
    private static final int FAILED = 0x1022;
    private static final int WARNING = 0x1023;

    /** PS3.5 table 6.2-1, LO. */
    private static final int MAX_COMMENT = 64;

    /**
     * The numbers of sub-operations of a C-MOVE or C-GET (PS3.7 C.4.2.1). They are what the peer says, and 0 where it says nothing.
     */
    public record SubOperations(int remaining, int completed, int failed, int warning) {

        static final SubOperations NONE = new SubOperations(0, 0, 0, 0);
    }

    private int field;
    private int messageId;
    private int respondedTo;
    private int actionType;
    private int status = -1;
    private SubOperations subOperations = SubOperations.NONE;
    private int dataSetType = NO_DATA_SET;
    private String sopClassUid = "";
    private String sopInstanceUid = "";

    private Command() {}

    /**
     * Decodes the first {@code length} bytes. Elements of group 0000 that the agent does not use are skipped; a value that is absent or
     * empty is 0, -1 for the status, or the empty text.
     *
     * @throws PduException if an element is cut off or belongs to another group
     */
    public static Command decode(byte[] bytes, int length) throws PduException {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        Command command = new Command();
        while (in.hasRemaining()) {
            if (in.remaining() < 8) {
                throw invalid("an element header needs 8 bytes, " + in.remaining() + " are left");
            }
            int group = in.getShort() & 0xFFFF;
            int element = in.getShort() & 0xFFFF;
            int valueLength = in.getInt();
            if (group != 0) {
                throw invalid(String.format(Locale.ROOT, "element (%04X,%04X) is not of group 0000", group, element));
            }
            if (valueLength < 0 || valueLength > in.remaining()) { // negative: the unsigned value is above 2 GiB
                throw invalid("a value of " + Integer.toUnsignedString(valueLength) + " bytes, " + in.remaining()
                        + " are left");
            }
            command.set(element, in.slice(in.position(), valueLength).order(ByteOrder.LITTLE_ENDIAN));
            in.position(in.position() + valueLength);
        }
        return command;
    }

    private static PduException invalid(String message) {
        return new PduException(PduException.INVALID_PARAMETER, "command set: " + message);
    }

    private void set(int element, ByteBuffer value) {
        switch (element) {
            case COMMAND_FIELD -> field = unsignedShort(value, field);
            case MESSAGE_ID -> messageId = unsignedShort(value, messageId);
            case MESSAGE_ID_RESPONDED_TO -> respondedTo = unsignedShort(value, respondedTo);
            case STATUS -> status = unsignedShort(value, status);
            case DATA_SET_TYPE -> dataSetType = unsignedShort(value, dataSetType);
            case AFFECTED_SOP_CLASS_UID -> sopClassUid = uid(value);
            case REQUESTED_SOP_CLASS_UID -> sopClassUid = sopClassUid.isEmpty() ? uid(value) : sopClassUid;
            case AFFECTED_SOP_INSTANCE_UID -> sopInstanceUid = uid(value);
            case REQUESTED_SOP_INSTANCE_UID -> sopInstanceUid = sopInstanceUid.isEmpty() ? uid(value) : sopInstanceUid;
            case ACTION_TYPE_ID -> actionType = unsignedShort(value, actionType);
            case REMAINING, COMPLETED, FAILED, WARNING -> count(element, unsignedShort(value, 0));
            default -> {} // not used
        }
    }

    private void count(int element, int number) {
        SubOperations now = subOperations;
        subOperations = new SubOperations(
                element == REMAINING ? number : now.remaining(),
                element == COMPLETED ? number : now.completed(),
                element == FAILED ? number : now.failed(),
                element == WARNING ? number : now.warning());
    }

    private static int unsignedShort(ByteBuffer value, int absent) {
        return value.remaining() < 2 ? absent : value.getShort() & 0xFFFF;
    }

    private static String uid(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    }

    public int field() {
        return field;
    }

    /** Returns the number of the request that this response answers; 0 where there is none. */
    public int respondedTo() {
        return respondedTo;
    }

    /** Returns the Action Type ID of an N-ACTION; 0 where there is none. */
    public int actionType() {
        return actionType;
    }

    public SubOperations subOperations() {
        return subOperations;
    }

    /** Returns the status of a response; -1 where there is none. */
    public int status() {
        return status;
    }

    public boolean hasDataSet() {
        return dataSetType != NO_DATA_SET;
    }

    /** Returns whether the sender waits for a response: not for another response, and not for a C-CANCEL-RQ (PS3.7 9.3.2.3). */
    public boolean expectsResponse() {
        return (field & RESPONSE) == 0 && field != C_CANCEL_RQ;
    }

    public String sopClassUid() {
        return sopClassUid;
    }

    public String sopInstanceUid() {
        return sopInstanceUid;
    }

    /**
     * Returns the encoded response to this request, with the UIDs of the request.
     *
     * @param comment an explanation in ASCII for (0000,0902), cut after 64 characters; empty: none
     */
    public byte[] response(int responseStatus, String comment) {
        Writer out = new Writer();
        if (!sopClassUid.isEmpty()) {
            out.text(AFFECTED_SOP_CLASS_UID, sopClassUid, '\0');
        }
        out.unsignedShort(COMMAND_FIELD, field | RESPONSE);
        out.unsignedShort(MESSAGE_ID_RESPONDED_TO, messageId);
        out.unsignedShort(DATA_SET_TYPE, NO_DATA_SET);
        out.unsignedShort(STATUS, responseStatus);
        if (!comment.isEmpty()) {
            out.text(ERROR_COMMENT, comment.substring(0, Math.min(comment.length(), MAX_COMMENT)), ' ');
        }
        if (!sopInstanceUid.isEmpty()) {
            out.text(AFFECTED_SOP_INSTANCE_UID, sopInstanceUid, '\0');
        }
        if (actionType > 0) {
            out.unsignedShort(ACTION_TYPE_ID, actionType);
        }
        return out.bytes();
    }

    /** Returns an encoded C-STORE-RQ. */
    public static byte[] storeRequest(int messageId, String sopClassUid, SopInstanceUid sopInstanceUid) {
        Writer out = new Writer();
        out.text(AFFECTED_SOP_CLASS_UID, sopClassUid, '\0');
        out.unsignedShort(COMMAND_FIELD, C_STORE_RQ);
        out.unsignedShort(MESSAGE_ID, messageId);
        out.unsignedShort(PRIORITY, 0);
        out.unsignedShort(DATA_SET_TYPE, 0);
        out.text(AFFECTED_SOP_INSTANCE_UID, sopInstanceUid.value(), '\0');
        return out.bytes();
    }

    /** Returns an encoded C-FIND-RQ or C-GET-RQ, which has an identifier as its data set. */
    public static byte[] queryRequest(int commandField, int messageId, String sopClassUid) {
        return query(commandField, messageId, sopClassUid, null);
    }

    /** Returns an encoded C-MOVE-RQ, which has an identifier as its data set. */
    public static byte[] moveRequest(int messageId, String sopClassUid, AeTitle destination) {
        return query(C_MOVE_RQ, messageId, sopClassUid, destination);
    }

    private static byte[] query(int commandField, int messageId, String sopClassUid, @Nullable AeTitle destination) {
        Writer out = new Writer();
        out.text(AFFECTED_SOP_CLASS_UID, sopClassUid, '\0');
        out.unsignedShort(COMMAND_FIELD, commandField);
        out.unsignedShort(MESSAGE_ID, messageId);
        if (destination != null) {
            out.text(MOVE_DESTINATION, destination.value(), ' ');
        }
        out.unsignedShort(PRIORITY, 0);
        out.unsignedShort(DATA_SET_TYPE, 0);
        return out.bytes();
    }

    /** Returns an encoded N-EVENT-REPORT-RQ, which has the event information as its data set. */
    public static byte[] eventReport(int messageId, SopInstance about, int eventType) {
        Writer out = new Writer();
        out.text(AFFECTED_SOP_CLASS_UID, about.sopClassUid(), '\0');
        out.unsignedShort(COMMAND_FIELD, N_EVENT_REPORT_RQ);
        out.unsignedShort(MESSAGE_ID, messageId);
        out.unsignedShort(DATA_SET_TYPE, 0);
        out.text(AFFECTED_SOP_INSTANCE_UID, about.sopInstanceUid(), '\0');
        out.unsignedShort(EVENT_TYPE_ID, eventType);
        return out.bytes();
    }

    /** Class and instance that a normalised operation is about. */
    public record SopInstance(String sopClassUid, String sopInstanceUid) {}

    /** Returns an encoded C-CANCEL-RQ of a request (PS3.7 9.3.2.3). */
    public static byte[] cancelRequest(int messageId) {
        Writer out = new Writer();
        out.unsignedShort(COMMAND_FIELD, C_CANCEL_RQ);
        out.unsignedShort(MESSAGE_ID_RESPONDED_TO, messageId);
        out.unsignedShort(DATA_SET_TYPE, NO_DATA_SET);
        return out.bytes();
    }

    /** Returns an encoded C-ECHO-RQ. */
    public static byte[] echoRequest(int messageId, String sopClassUid) {
        Writer out = new Writer();
        out.text(AFFECTED_SOP_CLASS_UID, sopClassUid, '\0');
        out.unsignedShort(COMMAND_FIELD, C_ECHO_RQ);
        out.unsignedShort(MESSAGE_ID, messageId);
        out.unsignedShort(DATA_SET_TYPE, NO_DATA_SET);
        return out.bytes();
    }

    /** Encodes elements in the order of the calls; the group length comes first. */
    private static final class Writer {

        private static final int START = 12;

        private ByteBuffer out =
                ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN).position(START);

        void unsignedShort(int element, int value) {
            header(element, 2).putShort((short) value);
        }

        void text(int element, String text, char padding) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            header(element, bytes.length + bytes.length % 2).put(bytes);
            if (bytes.length % 2 != 0) {
                out.put((byte) padding);
            }
        }

        private ByteBuffer header(int element, int length) {
            if (out.remaining() < length + 8) {
                ByteBuffer larger =
                        ByteBuffer.allocate(out.capacity() * 2 + length + 8).order(ByteOrder.LITTLE_ENDIAN);
                out = larger.put(out.flip());
            }
            return out.putShort((short) 0).putShort((short) element).putInt(length);
        }

        byte[] bytes() {
            byte[] bytes = new byte[out.position()];
            out.putShort(0, (short) 0)
                    .putShort(2, (short) GROUP_LENGTH)
                    .putInt(4, 4)
                    .putInt(8, bytes.length - START);
            out.flip().get(bytes);
            return bytes;
        }
    }
}
