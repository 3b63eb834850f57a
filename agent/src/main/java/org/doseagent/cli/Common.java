package org.doseagent.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.doseagent.cli.output.Screen;
import org.doseagent.config.ConfigException;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Agent;
import org.doseagent.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command has: where the configuration is, and what overrides it. */
public abstract class Common {

    private static final Path INSTALLED = Path.of("/etc/dose-agent/agent.yaml");

    @Spec
    @Nullable
    public CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "configuration; default: /etc/dose-agent/agent.yaml where it exists, else config/agent.yaml of the program")
    @Nullable
    public Path config;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "overrides dataDir")
    @Nullable
    public Path dataDir;

    /** What stands for the value of a {@code --set} that names a set of reference levels instead. */
    private static final String NO_VALUE = "(no value)";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            mapFallbackValue = NO_VALUE,
            description = "overrides a key of the configuration, such as dicom.port=104; repeatable")
    public Map<String, String> overrides = new HashMap<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this help")
    public boolean help;

    public Settings settings() throws ConfigException {
        return ConfigLoader.load(file(), allOverrides(), System.getenv());
    }

    /** Returns every key of the configuration with the value in force. */
    public Map<String, String> settingsInForce() throws ConfigException {
        return ConfigLoader.inForce(file(), allOverrides(), System.getenv());
    }

    private Map<String, String> allOverrides() {
        Map<String, String> all = new HashMap<>(overrides);
        all.keySet().removeAll(setsNamed());
        if (dataDir != null) {
            all.put("dataDir", dataDir.toAbsolutePath().toString());
        }
        return all;
    }

    /** Returns the values of {@code --set} that are no {@code key=value}; only comparisons take such ones. */
    public List<String> setsNamed() {
        List<String> names = overrides.entrySet().stream()
                .filter(entry -> entry.getValue().equals(NO_VALUE))
                .map(Map.Entry::getKey)
                .toList();
        if (!names.isEmpty() && !takesSets()) {
            throw new IllegalArgumentException("--set " + names.get(0) + ": must be KEY=VALUE");
        }
        return names;
    }

    public boolean takesSets() {
        return false;
    }

    private Path file() {
        if (config != null) {
            return config;
        }
        return Files.exists(INSTALLED)
                ? INSTALLED
                : Path.of(System.getProperty("dose-agent.home", "."), "config", "agent.yaml");
    }

    /** Returns the agent for a command that writes: the stores are there, and have the schema of this program. */
    public Agent agentToWrite() throws ConfigException {
        Agent agent = agent();
        try {
            agent.prepareToWrite();
        } catch (StoreException e) {
            agent.close();
            throw e;
        }
        return agent;
    }

    /** Returns the agent for a command that only reads. */
    public Agent agent() throws ConfigException {
        return Agent.open(settings());
    }

    public PrintWriter out() {
        return line().getOut();
    }

    /** Returns where JSON and CSV go. */
    public PrintWriter data() {
        return line().getOut() instanceof Screen screen ? screen.data() : out();
    }

    public PrintWriter err() {
        return line().getErr();
    }

    private picocli.CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("command is not built by picocli");
        }
        return spec.commandLine();
    }
}
