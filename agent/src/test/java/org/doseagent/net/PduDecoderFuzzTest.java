package org.doseagent.net;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Any body of any PDU type: a PDU or a PduException, nothing else. {@code scripts/fuzz} runs it for long. */
final class PduDecoderFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void any_bytes(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try {
            PduDecoder.decode(input[0] & 0x0F, Arrays.copyOfRange(input, 1, input.length));
        } catch (PduException e) {
            // Refused, as it should be.
        }
    }
}
