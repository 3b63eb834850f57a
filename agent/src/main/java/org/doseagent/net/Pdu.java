package org.doseagent.net;

import java.util.List;

/** The seven protocol data units (PS3.8 9.3). */
sealed interface Pdu {

    /** A presentation context as proposed. */
    record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {}

    /** The answer to one: result 0 accepts. */
    record AnsweredContext(int id, int result, String transferSyntax) {}

    /** SCP/SCU role selection (PS3.7 D.3.3.4). */
    record Role(String sopClassUid, int scu, int scp) {}

    /** What of the user information (PS3.7 D.3.3) matters here; {@code -1} and empty mean absent. */
    record UserInformation(
            long maxLength,
            String implementationClassUid,
            String implementationVersion,
            boolean hasAsyncWindow,
            List<Role> roles,
            boolean wantsIdentityAnswer) {
        public UserInformation {
            roles = List.copyOf(roles);
        }
    }

    record AssociateRequest(
            int protocolVersion,
            String calledAeTitle,
            String callingAeTitle,
            String applicationContext,
            List<ProposedContext> contexts,
            UserInformation user)
            implements Pdu {}

    record AssociateAccept(
            String calledAeTitle, String callingAeTitle, List<AnsweredContext> contexts, UserInformation user)
            implements Pdu {}

    record AssociateReject(int result, int source, int reason) implements Pdu {

        /** Returns the reason in words (PS3.8 table 9-21). */
        String meaning() {
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

    /** P-DATA-TF: its presentation data values, whole. */
    record PData(List<DataValue> values) implements Pdu {}

    /** One PDV: a piece of a command or data set; the bytes are {@code buffer[offset, offset + length)}. */
    @SuppressWarnings("ArrayRecordComponent")
    record DataValue(int contextId, boolean isCommand, boolean isLast, byte[] buffer, int offset, int length) {}

    record ReleaseRequest() implements Pdu {}

    record ReleaseResponse() implements Pdu {}

    record Abort(int source, int reason) implements Pdu {}
}
