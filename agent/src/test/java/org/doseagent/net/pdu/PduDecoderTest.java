package org.doseagent.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PduDecoderTest {

    private static final Pdu.AssociateRequest REQUEST = new Pdu.AssociateRequest(
            1,
            new Pdu.Titles(new Pdu.Titles.Called("DOSE_AGENT"), new Pdu.Titles.Calling("PACS1")),
            PduEncoder.APPLICATION_CONTEXT,
            List.of(
                    new Pdu.ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")),
                    new Pdu.ProposedContext(
                            3, "1.2.840.10008.5.1.4.1.1.88.67", List.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1"))),
            new Pdu.UserInformation(
                    16384, "1.2.3", "TEST", true, List.of(new Pdu.Role("1.2.840.10008.1.1", 1, 0)), false));

    private static Pdu decode(byte... pdu) throws PduException {
        return PduDecoder.decode(pdu, 0, pdu.length - PduDecoder.HEADER_BYTES);
    }

    @Test
    void reads_back_a_request() throws Exception {
        assertThat(decode(PduEncoder.encode(REQUEST))).isEqualTo(REQUEST);
    }

    @Test
    void survives_truncation_at_every_offset_and_random_change() {
        byte[] whole = PduEncoder.encode(REQUEST);
        Random random = new Random(11);
        for (int length = PduDecoder.HEADER_BYTES; length < whole.length; length++) {
            byte[] bytes = Arrays.copyOf(whole, length);
            for (int change = 0; change < 4; change++) {
                assertThat(isPduOrRefused(bytes)).isTrue();
                bytes[random.nextInt(length)] = (byte) random.nextInt();
                bytes[0] = (byte) random.nextInt(9);
            }
        }
    }

    private static boolean isPduOrRefused(byte... bytes) {
        try {
            return decode(bytes) != null;
        } catch (PduException e) {
            return e.getMessage() != null;
        }
    }

    @Test
    void walks_the_values_of_one_pdu_without_copying_them() throws Exception {
        byte[] pdu = PduEncoder.message(3, new byte[] {1, 2}, new byte[] {3, 4, 5, 6}, 0);
        Pdu.PData first = (Pdu.PData) PduDecoder.decode(pdu, 0, 8);
        Pdu.DataValue value = first.iterator().next();
        assertThat(first).hasSize(1);
        assertThat(value.buffer()).isSameAs(pdu);
        assertThat(value.isCommand()).isTrue();
        assertThat(value.isLast()).isTrue();
        assertThat(value.contextId()).isEqualTo(3);
    }

    @ParameterizedTest(name = "a value length of {0} in a PDU of 8 bytes")
    @ValueSource(ints = {0, 1, 5, Integer.MAX_VALUE, -1})
    void refuses_a_value_that_does_not_fit_its_pdu(int length) {
        byte[] pdu = ByteBuffer.allocate(14)
                .putShort((short) 0x0400)
                .putInt(8)
                .putInt(length)
                .array();
        assertThatThrownBy(() -> decode(pdu))
                .isInstanceOf(PduException.class)
                .hasMessageContaining("presentation data value of " + Integer.toUnsignedString(length));
    }

    @ParameterizedTest(name = "maximum length {0}")
    @ValueSource(longs = {8, 9, 10, 100, 16384, 0})
    void a_message_keeps_to_the_maximum_length_of_its_receiver(long maxLength) throws Exception {
        byte[] command = new byte[130];
        byte[] dataSet = new byte[301];
        new Random(7).nextBytes(command);
        new Random(8).nextBytes(dataSet);
        byte[] message = PduEncoder.message(1, command, dataSet, maxLength);
        ByteArrayOutputStream commandAgain = new ByteArrayOutputStream();
        ByteArrayOutputStream dataAgain = new ByteArrayOutputStream();
        int lasts = 0;
        for (int at = 0; at < message.length; ) {
            int length = PduDecoder.bodyLength(message, at, 1 << 20);
            assertThat((long) length).isLessThanOrEqualTo(maxLength == 0 ? Long.MAX_VALUE : maxLength);
            for (Pdu.DataValue value : (Pdu.PData) PduDecoder.decode(message, at, length)) {
                (value.isCommand() ? commandAgain : dataAgain).write(value.buffer(), value.offset(), value.length());
                lasts += value.isLast() ? 1 : 0;
            }
            at += PduDecoder.HEADER_BYTES + length;
        }
        assertThat(commandAgain.toByteArray()).isEqualTo(command);
        assertThat(dataAgain.toByteArray()).isEqualTo(dataSet);
        assertThat(lasts).isEqualTo(2);
    }

    @Test
    void names_a_tls_client_on_the_plain_port() {
        byte[] clientHello = {0x16, 3, 1, 2, 0, 1};
        assertThatThrownBy(() -> PduDecoder.bodyLength(clientHello, 0, 16384))
                .isInstanceOf(PduException.class)
                .hasMessage("the peer sent a TLS ClientHello to the port without TLS");
    }
}
