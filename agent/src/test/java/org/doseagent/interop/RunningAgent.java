package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The daemon in a process of its own, on free loopback ports, as {@code dose-agent run} starts it. */
public final class RunningAgent implements AutoCloseable {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final Pattern READY = Pattern.compile("ready aet=(\\S+) dicom=([^:]+):(\\d+) http=([^:]+):(\\d+)");
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 60;

    private final Process process;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;
    private final Matcher ready;

    /** Starts the daemon and waits for its ready line. */
    public static RunningAgent start(Path dataDirectory, String... settings) {
        return new RunningAgent(dataDirectory, settings);
    }

    private RunningAgent(Path dataDirectory, String... settings) {
        List<String> command = new ArrayList<>(command("run"));
        command.addAll(List.of(
                "--data-dir",
                dataDirectory.toString(),
                "--set",
                "dicom.port=0",
                "--set",
                "http.port=0",
                "--set",
                "store.minFreeDisk=0B",
                "--set",
                "forward.folder=" + dataDirectory.resolve("outbox")));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        CompletableFuture<String> line = new CompletableFuture<>();
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            reader = new Thread(() -> read(line), "agent-log");
            reader.setDaemon(true);
            reader.start();
            ready = READY.matcher(line.get(START_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new IllegalStateException("the daemon did not start: " + log, e);
        }
        assertThat(ready.find()).as("ready line").isTrue();
    }

    /** Returns the command line of the agent, from the classes under test. */
    static List<String> command(String... arguments) {
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                classpath,
                "org.doseagent.cli.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", ROOT.resolve("config/agent.yaml").toString()));
        return command;
    }

    private void read(CompletableFuture<String> ready) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                if (line.startsWith("ready ")) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            log.add("log ended: " + e);
        }
        ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
    }

    public String host() {
        return ready.group(2);
    }

    public int port() {
        return Integer.parseInt(ready.group(3));
    }

    public int httpPort() {
        return Integer.parseInt(ready.group(5));
    }

    /** Returns what the daemon logged so far. */
    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** Ends the process as a power cut would. */
    public void kill() {
        process.toHandle().destroyForcibly();
        await();
    }

    /** Tells the daemon to stop and returns its exit code. */
    public int terminate() {
        process.toHandle().destroy();
        return await();
    }

    private int await() {
        try {
            assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await();
    }
}
