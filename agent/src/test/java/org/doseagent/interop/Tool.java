package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that nobody here wrote. */
public final class Tool {

    private static final int SECONDS = 180;

    private Tool() {}

    /** Skips the test, visibly, when a program is missing. */
    public static void require(String... programs) {
        for (String program : programs) {
            boolean isThere = Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            Assumptions.assumeTrue(isThere, program + " is not installed");
        }
    }

    /** The output of a program on both streams, and its exit code. */
    public record Result(int exit, String output) {}

    /** Runs a program to its end. */
    public static Result run(Path log, List<String> command) {
        return run(log, log.toAbsolutePath().getParent(), command);
    }

    static Result run(Path log, Path folder, List<String> command) {
        try {
            Process process = start(log, folder, command);
            boolean isDone = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!isDone) {
                process.destroyForcibly();
            }
            assertThat(isDone).as("%s ends", command.get(0)).isTrue();
            return new Result(process.exitValue(), Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a program whose output goes to a file. */
    static Process start(Path log, Path folder, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
