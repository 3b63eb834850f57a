package org.doseagent.net.pdu;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes as a PDU and as a command set: a value or a PduException, nothing else. {@code scripts/fuzz} runs it for long. */
final class PduDecoderFuzzTest {

    private static final int MAX_PDU = 16384;

    @FuzzTest(maxDuration = "5m")
    void any_pdu(byte[] input) {
        if (input.length < PduDecoder.HEADER_BYTES) {
            return;
        }
        try {
            PduDecoder.bodyLength(input, 0, MAX_PDU);
            Pdu pdu = PduDecoder.decode(input, 0, input.length - PduDecoder.HEADER_BYTES);
            if (pdu instanceof Pdu.PData data) {
                walk(data);
            } else {
                PduEncoder.encode(pdu);
            }
        } catch (PduException e) {
            // Refused, as it should be.
        }
    }

    private static void walk(Pdu.PData data) throws PduException {
        for (Pdu.DataValue value : data) {
            if (value.offset() + value.length() > data.offset() + data.length()) {
                throw new IllegalStateException("value outside its PDU");
            }
        }
    }
}
