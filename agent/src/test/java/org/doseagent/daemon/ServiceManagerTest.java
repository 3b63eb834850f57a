package org.doseagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages to systemd, sent by the real {@code systemd-notify} to a socket such as systemd's. */
final class ServiceManagerTest {

    /** Prints each datagram on one line; ends with the message STOPPING. */
    private static final String LISTENER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            s.settimeout(30)
            print("listening", flush=True)
            text = ""
            while "STOPPING=1" not in text:
                text = s.recv(4096).decode().strip().replace(chr(10), " ")
                print(text, flush=True)
            """;

    @TempDir
    private Path folder;

    @Test
    void each_message_arrives_as_systemd_expects_it() throws IOException {
        assumeTrue(isInstalled("systemd-notify"), "systemd-notify is missing");
        assumeTrue(isInstalled("python3"), "python3 is missing");
        Path socket = folder.resolve("notify");
        Process listener = new ProcessBuilder("python3", "-c", LISTENER, socket.toString()).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("listening");
            ServiceManager manager =
                    new ServiceManager(Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "90000000"));
            assertThat(manager.watchdogInterval()).contains(Duration.ofSeconds(30));
            manager.ready();
            assertThat(next(lines)).contains("READY=1").contains("STATUS=Receives dose reports.");
            manager.alive();
            assertThat(next(lines)).isEqualTo("WATCHDOG=1");
            manager.status("the store\ntakes no writes");
            assertThat(next(lines)).isEqualTo("STATUS=the store takes no writes");
            manager.stopping();
            assertThat(next(lines)).isEqualTo("STOPPING=1");
        } finally {
            listener.destroy();
        }
    }

    /** Newer programs also send a barrier, which has no text of ours. */
    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && (line.isEmpty() || line.startsWith("BARRIER"))) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void without_systemd_nothing_is_sent_and_there_is_no_watchdog() {
        ServiceManager manager = new ServiceManager(Map.of("WATCHDOG_USEC", "90000000"));
        manager.ready();
        assertThat(manager.watchdogInterval()).isEmpty();
    }

    @Test
    void an_unusable_period_is_no_watchdog() {
        assertThat(new ServiceManager(Map.of("NOTIFY_SOCKET", "/none", "WATCHDOG_USEC", "0")).watchdogInterval())
                .isEmpty();
        assertThat(new ServiceManager(Map.of("NOTIFY_SOCKET", "/none", "WATCHDOG_USEC", "soon")).watchdogInterval())
                .isEmpty();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
