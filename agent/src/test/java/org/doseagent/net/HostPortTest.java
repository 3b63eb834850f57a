package org.doseagent.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"127.0.0.1, 127.0.0.1:104", "pacs.example, pacs.example:104", "::1, [::1]:104", "[::1], [::1]:104"})
    void an_ipv6_address_is_in_brackets(String host, String expected) {
        assertThat(HostPort.text(host, 104)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"127.0.0.1, 127.0.0.1:104", "::1, [0:0:0:0:0:0:0:1]:104"})
    void a_socket_address_is_numeric(String host, String expected) throws Exception {
        assertThat(HostPort.text(new InetSocketAddress(InetAddress.getByName(host), 104)))
                .isEqualTo(expected);
    }
}
