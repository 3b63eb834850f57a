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

/** The options of every command: the configuration file and its overrides. */
public abstract class Common {

    private static final Path INSTALLED = Path.of("/etc/dose-agent/agent.yaml");

    @Spec
    @Nullable
    public CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Configuration file. Default: /etc/dose-agent/agent.yaml if it exists, else config/agent.yaml of the program.")
    @Nullable
    public Path config;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Data directory; overrides the key dataDir.")
    @Nullable
    public Path dataDir;

    /** The value of a {@code --set} that has none, because it names a set of reference levels. */
    private static final String NO_VALUE = "(no value)";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            mapFallbackValue = NO_VALUE,
            description = "Overrides a key of the configuration, such as dicom.port=104. May be repeated.")
    public Map<String, String> overrides = new HashMap<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    public boolean help;

    @Option(
            names = {"-v", "--verbose"},
            description = "Names the configuration file and the data directory on stderr.")
    public boolean verbose;

    public Settings settings() throws ConfigException {
        Settings settings = ConfigLoader.load(file(), allOverrides(), System.getenv());
        if (verbose) {
            nameSources(settings);
        }
        return settings;
    }

    /** Names the configuration file and the data directory on stderr. */
    void nameSources(Settings settings) {
        err().println("dose-agent: configuration file "
                + file().toAbsolutePath().normalize());
        err().println("dose-agent: data directory " + settings.store().folder());
    }

    /** Returns every key of the configuration with its effective value. */
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

    /** Returns the sets of reference levels that {@code --set} names. Only comparisons accept them. */
    public List<String> setsNamed() {
        List<String> names = overrides.entrySet().stream()
                .filter(entry -> entry.getValue().equals(NO_VALUE))
                .map(Map.Entry::getKey)
                .toList();
        if (!names.isEmpty() && !takesSets()) {
            throw new IllegalArgumentException("--set " + names.get(0) + ": must have the form KEY=VALUE");
        }
        return names;
    }

    public boolean takesSets() {
        return false;
    }

    Path file() {
        if (config != null) {
            return config;
        }
        return Files.exists(INSTALLED)
                ? INSTALLED
                : Path.of(System.getProperty("dose-agent.home", "."), "config", "agent.yaml");
    }

    /**
     * Returns the agent for a command that changes what is stored. The store has the schema of this program.
     *
     * @throws NotFoundException if there is no store: a mistyped directory would get one, with keys of its own
     */
    public Agent agentToChange() throws ConfigException, NotFoundException {
        try (Agent agent = agent()) {
            if (!agent.stores().exist()) {
                throw noStore(agent);
            }
        }
        return agentToWrite();
    }

    /** Returns the exception of a command that needs a store where there is none. */
    public static NotFoundException noStore(Agent agent) {
        return new NotFoundException(
                "there is no store in " + agent.settings().store().folder() + "; see dataDir and --data-dir");
    }

    /** Returns the agent for a command that writes. Its stores are made, if there are none, and have the schema of this program. */
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

    /**
     * Returns the agent for a command that reads the store.
     *
     * @throws StoreException if the store is that of another site, so that every list would be empty
     */
    public Agent agentToRead() throws ConfigException {
        Agent agent = agent();
        try {
            agent.doses().identity().requireSite();
            return agent;
        } catch (StoreException e) {
            agent.close();
            throw e;
        }
    }

    /** Returns the agent for a command that lists stored data; if there is no store yet, a message explains the empty list. */
    public Agent agentOfStore() throws ConfigException {
        Agent agent = agentToRead();
        Path folder = agent.settings().store().folder();
        if (!agent.stores().exist()) {
            err().println("dose-agent: there is no store in " + folder + " yet; see dataDir and --data-dir");
        }
        return agent;
    }

    public PrintWriter out() {
        return line().getOut();
    }

    /** Returns the writer of JSON and CSV. */
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
