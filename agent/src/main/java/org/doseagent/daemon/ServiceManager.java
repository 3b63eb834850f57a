package org.doseagent.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd that the daemon is ready, alive or stopping (sd_notify(3)). Without systemd it does nothing. Java has no datagram
 * sockets of the file system, so {@code systemd-notify} sends each message. Thread-safe.
 */
final class ServiceManager {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    private static final long MESSAGE_SECONDS = 10;

    /** Number of messages in one watchdog period, so that two may be lost or late. */
    private static final int MESSAGES_PER_PERIOD = 3;

    private final Map<String, String> environment;
    private volatile boolean hasFailed;

    /** @param environment of this process: NOTIFY_SOCKET, WATCHDOG_USEC */
    ServiceManager(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Returns the interval of {@link #alive}; empty when systemd has no watchdog for this process. */
    Optional<Duration> watchdogInterval() {
        String period = environment.getOrDefault("WATCHDOG_USEC", "");
        return isPresent() && period.matches("[1-9]\\d{0,15}")
                ? Optional.of(Duration.of(Long.parseLong(period) / MESSAGES_PER_PERIOD, ChronoUnit.MICROS))
                : Optional.empty();
    }

    void ready() {
        send("READY=1", "STATUS=Receives dose reports.");
    }

    void alive() {
        send("WATCHDOG=1");
    }

    void stopping() {
        send("STOPPING=1");
    }

    /** Reports a problem, which {@code systemctl status} shows. */
    void status(String problem) {
        send("STATUS=" + problem.replaceAll("\\p{Cntrl}", " "));
    }

    private boolean isPresent() {
        return !environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
    }

    private void send(String... fields) {
        if (!isPresent()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(fields));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("NOTIFY_SOCKET", environment.getOrDefault("NOTIFY_SOCKET", ""));
            Process process = builder.start();
            if (!process.waitFor(MESSAGE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                failed("systemd-notify does not end");
            } else if (process.exitValue() != 0) {
                failed("systemd-notify ended with " + process.exitValue());
            }
        } catch (IOException e) {
            failed("systemd-notify cannot be run");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Logs only the first failure, because the message is repeated within a minute. */
    private void failed(String problem) {
        if (!hasFailed) {
            hasFailed = true;
            LOG.warn("event=service-manager-not-notified problem=\"{}\"", problem);
        }
    }
}
