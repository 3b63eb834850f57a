package org.doseagent.net.pdu;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The seven protocol data units (PS3.8 9.3). Text is as the peer sent it, without the padding. */
public sealed interface Pdu {

    /** A presentation context as proposed. */
    record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {}

    /** The answer to a proposed context: result 0 accepts. */
    record AnsweredContext(int id, int result, String transferSyntax) {}

    /** SCP/SCU role selection (PS3.7 D.3.3.4). */
    record Role(String sopClassUid, int scu, int scp) {}

    /**
     * The user information (PS3.7 D.3.3) that the agent uses.
     *
     * @param maxLength the longest P-DATA-TF that the sender of this item receives; 0: any
     * @param implementationClassUid empty where absent
     * @param implementationVersion empty where absent
     */
    record UserInformation(
            long maxLength,
            String implementationClassUid,
            String implementationVersion,
            boolean hasAsyncWindow,
            List<Role> roles,
            boolean wantsIdentityAnswer) {

        /** The smallest maximum length that lets a message through: a PDV header of 6 bytes and a fragment of 2 (PS3.8 9.3.5). */
        public static final int MIN_USABLE_LENGTH = 8;

        public UserInformation {
            roles = List.copyOf(roles);
        }

        /** Returns whether a message can be sent to the peer at all within its maximum length. */
        public boolean isMaxLengthUsable() {
            return maxLength == 0 || maxLength >= MIN_USABLE_LENGTH;
        }
    }

    /** Who calls whom, as the peer sent it: the texts may be no AE titles at all. */
    record Titles(Called called, Calling calling) {

        /** Before a request has been read. */
        public static final Titles NONE = new Titles(new Called(""), new Calling(""));

        /** The title of the acceptor (PS3.8 9.3.2). */
        public record Called(String text) {}

        /** The title of the requestor. */
        public record Calling(String text) {}
    }

    record AssociateRequest(
            int protocolVersion,
            Titles titles,
            String applicationContext,
            List<ProposedContext> contexts,
            UserInformation user)
            implements Pdu {

        public String calledAeTitle() {
            return titles.called.text;
        }

        public String callingAeTitle() {
            return titles.calling.text;
        }
    }

    record AssociateAccept(Titles titles, List<AnsweredContext> contexts, UserInformation user) implements Pdu {}

    record AssociateReject(int result, int source, int reason) implements Pdu {

        /** Returns what the rejection means to the requestor (PS3.8 table 9-21). */
        public String meaning() {
            return switch (source * 10 + reason) {
                case 12 -> "application context not supported";
                case 13 -> "our AE title is not allowed there";
                case 17 -> "it has no such AE title";
                case 22 -> "protocol version not supported";
                case 31 -> "it is busy, try later";
                case 32 -> "it has too many associations, try later";
                default -> "it gives no reason";
            };
        }
    }

    /**
     * P-DATA-TF: its presentation data values. A view of the bytes {@code buffer[offset, offset + length)}, which {@link PduDecoder} has
     * checked; it holds as long as nobody overwrites the buffer.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record PData(byte[] buffer, int offset, int length) implements Pdu, Iterable<DataValue> {

        @Override
        public Iterator<DataValue> iterator() {
            return new Iterator<>() {

                private int at = offset;

                @Override
                public boolean hasNext() {
                    return at < offset + length;
                }

                @Override
                public DataValue next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    DataValue value = DataValue.at(buffer, at);
                    at = value.offset() + value.length();
                    return value;
                }
            };
        }
    }

    /** One presentation data value: a piece of a command or data set, the bytes {@code buffer[offset, offset + length)}. */
    @SuppressWarnings("ArrayRecordComponent")
    record DataValue(int contextId, int control, byte[] buffer, int offset, int length) {

        /** Length (4), context id (1), message control header (1): PS3.8 9.3.5.1. */
        static final int HEADER = 6;

        static DataValue at(byte[] buffer, int at) {
            return new DataValue(
                    buffer[at + 4] & 0xFF, buffer[at + 5], buffer, at + HEADER, PduDecoder.length(buffer, at) - 2);
        }

        /** PS3.8 E.2: bit 0 is 1 for a command and 0 for a data set. */
        public boolean isCommand() {
            return (control & 1) != 0;
        }

        /** PS3.8 E.2: bit 1 marks the last fragment. */
        public boolean isLast() {
            return (control & 2) != 0;
        }
    }

    record ReleaseRequest() implements Pdu {}

    record ReleaseResponse() implements Pdu {}

    record Abort(int source, int reason) implements Pdu {

        /** Returns source and reason in words (PS3.8 9.3.8). */
        public String meaning() {
            if (source == 0) {
                return "by the application of the peer";
            }
            return "by the DICOM library of the peer: "
                    + switch (reason) {
                        case PduException.UNRECOGNISED_PDU -> "unrecognised PDU";
                        case PduException.UNEXPECTED_PDU -> "unexpected PDU";
                        case 4 -> "unrecognised PDU parameter";
                        case 5 -> "unexpected PDU parameter";
                        case PduException.INVALID_PARAMETER -> "invalid PDU parameter value";
                        default -> "no reason given";
                    };
        }
    }
}
