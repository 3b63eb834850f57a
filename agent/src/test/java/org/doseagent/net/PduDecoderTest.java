package org.doseagent.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PduDecoderTest {

    private static byte[] body(Pdu pdu) {
        byte[] bytes = PduEncoder.encode(pdu);
        return Arrays.copyOfRange(bytes, 6, bytes.length);
    }

    @Test
    void reads_back_a_request() throws Exception {
        Pdu.AssociateRequest request = ScriptedPeer.request("DOSE_AGENT", "PACS1");
        Pdu.AssociateRequest again = (Pdu.AssociateRequest) PduDecoder.decode(1, body(request));
        assertThat(again.contexts()).isEqualTo(request.contexts());
        assertThat(again.calledAeTitle()).isEqualTo("DOSE_AGENT");
        assertThat(again.callingAeTitle()).isEqualTo("PACS1");
        assertThat(again.user().maxLength()).isEqualTo(16384);
    }

    @Test
    void survives_truncation_at_every_offset_and_random_change() {
        byte[] whole = body(ScriptedPeer.request("DOSE_AGENT", "PACS1"));
        Random random = new Random(11);
        for (int length = 0; length < whole.length; length++) {
            byte[] bytes = Arrays.copyOf(whole, length);
            for (int change = 0; change < 4 && length > 0; change++) {
                assertThat(isPduOrRefused(1 + random.nextInt(8), bytes)).isTrue();
                bytes[random.nextInt(length)] = (byte) random.nextInt();
            }
        }
    }

    private static boolean isPduOrRefused(int type, byte[] bytes) {
        try {
            return PduDecoder.decode(type, bytes) != null;
        } catch (PduException e) {
            return e.getMessage() != null;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.8, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "pacs.example, 127.0.0.1, false",
        "10.0.0.0/99, 10.0.0.1, false"
    })
    void knows_which_addresses_a_network_contains(String network, String address, boolean expected) throws Exception {
        assertThat(Callers.contains(network, java.net.InetAddress.getByName(address)))
                .isEqualTo(expected);
    }
}
