package org.doseagent.net.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallersTest {

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
        assertThat(Callers.contains(network, InetAddress.getByName(address))).isEqualTo(expected);
    }
}
