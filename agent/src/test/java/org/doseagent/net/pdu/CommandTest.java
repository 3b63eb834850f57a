package org.doseagent.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.doseagent.dose.identity.SopInstanceUid;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void writes_a_command_set_as_the_standard_lays_it_out() {
        byte[] echo = Command.echoRequest(7, "1.2.840.10008.1.1");
        assertThat(HexFormat.of().formatHex(echo))
                .isEqualTo("0000000004000000" + "38000000" // (0000,0000) length of what follows
                        + "0000020012000000" + "312e322e3834302e31303030382e312e3100" // affected SOP class, even
                        + "0000000102000000" + "3000" // C-ECHO-RQ
                        + "0000100102000000" + "0700" // message id
                        + "0000000802000000" + "0101"); // no data set
    }

    @Test
    void reads_a_store_request_and_echoes_its_uids_in_the_response() throws Exception {
        byte[] bytes = Command.storeRequest(0xFFFF, "1.2.840.10008.5.1.4.1.1.88.67", new SopInstanceUid("2.25.1"));
        Command request = Command.decode(bytes, bytes.length);
        assertThat(request.hasDataSet()).isTrue();
        assertThat(request.expectsResponse()).isTrue();
        byte[] response = request.response(0xC001, "object above the limit");
        Command again = Command.decode(response, response.length);
        assertThat(again.field()).isEqualTo(0x8001);
        assertThat(again.status()).isEqualTo(0xC001);
        assertThat(again.sopInstanceUid()).isEqualTo("2.25.1");
        assertThat(again.sopClassUid()).isEqualTo("1.2.840.10008.5.1.4.1.1.88.67");
        assertThat(again.expectsResponse()).isFalse();
    }

    @Test
    void refuses_a_command_set_cut_off_anywhere_inside_an_element() throws Exception {
        byte[] bytes = Command.echoRequest(7, "1.2.840.10008.1.1");
        int whole = 0;
        for (int length = 0; length <= bytes.length; length++) {
            whole += isRead(bytes, length) ? 1 : 0;
        }
        assertThat(whole).as("nothing, or a number of whole elements").isEqualTo(6);
    }

    private static boolean isRead(byte[] bytes, int length) {
        try {
            return Command.decode(bytes, length).field() >= 0;
        } catch (PduException e) {
            return false;
        }
    }

    @Test
    void refuses_a_length_of_four_gigabytes_and_another_group() {
        byte[] huge = HexFormat.of().parseHex("00000001ffffffff");
        byte[] foreign = HexFormat.of().parseHex("0800050000000000");
        assertThatThrownBy(() -> Command.decode(huge, huge.length))
                .isInstanceOf(PduException.class)
                .hasMessageContaining("4294967295 bytes");
        assertThatThrownBy(() -> Command.decode(foreign, foreign.length))
                .isInstanceOf(PduException.class)
                .hasMessageContaining("(0008,0005)");
    }
}
