package org.doseagent.net.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestorTest {

    private static final int REQUEST_PREFIX = 6;

    /** Answers one association request, then reads until the peer closes. */
    private static void answer(ServerSocket server, Pdu answer) {
        try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = in.readNBytes(REQUEST_PREFIX);
            in.readNBytes((header[4] & 0xFF) << 8 | header[5] & 0xFF);
            socket.getOutputStream().write(PduEncoder.encode(answer));
            in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest(name = "maximum length {0}")
    @ValueSource(longs = {1, 6, 7})
    void refuses_a_peer_whose_maximum_length_lets_nothing_through(long maxLength) throws Exception {
        Pdu accept = new Pdu.AssociateAccept(
                new Pdu.Titles(new Pdu.Titles.Called("A"), new Pdu.Titles.Calling("B")),
                List.of(new Pdu.AnsweredContext(1, 0, "1.2.840.10008.1.2")),
                new Pdu.UserInformation(maxLength, "1.2.3", "", false, List.of(), false));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answer(server, accept));
            thread.start();
            Requestor.Remote remote = new Requestor.Remote(new AeTitle("SMALL"), "127.0.0.1", server.getLocalPort());
            assertThatThrownBy(() -> Requestor.connect(
                            new Requestor.Settings(new AeTitle("US"), remote, Duration.ofSeconds(10)), Set.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("SMALL@127.0.0.1:" + server.getLocalPort()
                            + " announces a maximum PDU length of " + maxLength);
            thread.join(Duration.ofSeconds(10).toMillis());
            assertThat(thread.isAlive()).as("the connection was closed").isFalse();
        }
    }
}
