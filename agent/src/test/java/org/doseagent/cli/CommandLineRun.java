package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands as a user would, on one data directory, with the shipped configuration; keeps their output. */
public final class CommandLineRun {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

    private final Path dataDirectory;
    private final List<String> naming = new ArrayList<>();
    private String out = "";
    private String err = "";

    public CommandLineRun(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** Returns the command line with all commands. */
    public static CommandLine commandLine() {
        return Main.commandLine();
    }

    /** Names the scanners of the site and a sender, without which no aggregate is released; returns this. */
    public CommandLineRun naming(String... serialNumbers) {
        List<String> devices = new ArrayList<>();
        for (String serialNumber : serialNumbers) {
            devices.add("{serialNumber: " + serialNumber + "}");
        }
        naming.addAll(List.of(
                "--set", "devices=" + devices, "--set", "dicom.allowedCallers=[{aeTitle: PACS1, hosts: [127.0.0.1]}]"));
        return this;
    }

    /** Sets a key for all later commands; returns this. */
    public CommandLineRun setting(String keyAndValue) {
        naming.addAll(List.of("--set", keyAndValue));
        return this;
    }

    /** Runs a command and returns its exit code. */
    public int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--config",
                ROOT.resolve("config/agent.yaml").toString(),
                "--data-dir",
                dataDirectory.toString(),
                "--set",
                "store.minFreeDisk=0B",
                "--set",
                "forward.folder=" + dataDirectory.resolve("outbox")));
        all.addAll(naming);
        return bare(all.toArray(String[]::new));
    }

    /** Runs a command exactly as given. */
    public int bare(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int exit = Main.execute(arguments, new PrintWriter(outText), new PrintWriter(errText));
        out = outText.toString();
        err = errText.toString();
        return exit;
    }

    /** Runs a command with --json and returns what it printed; it must succeed. */
    public JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        assertThat(run(all.toArray(String[]::new))).as(err).isZero();
        try {
            return new ObjectMapper().readTree(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String out() {
        return out;
    }

    public String err() {
        return err;
    }
}
