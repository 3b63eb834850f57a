package org.doseagent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.doseagent.cli.aggregate.AggregateCommand;
import org.doseagent.cli.aggregate.OutboxCommand;
import org.doseagent.cli.alerts.AlertsCommand;
import org.doseagent.cli.alerts.AuditCommand;
import org.doseagent.cli.alerts.NotificationsCommand;
import org.doseagent.cli.data.DbCommand;
import org.doseagent.cli.data.PatientCommand;
import org.doseagent.cli.data.PurgeCommand;
import org.doseagent.cli.exams.CompletenessCommand;
import org.doseagent.cli.exams.DevicesCommand;
import org.doseagent.cli.exams.ExamsCommand;
import org.doseagent.cli.exams.ExportCommand;
import org.doseagent.cli.exams.PatientsCommand;
import org.doseagent.cli.exams.QaCommand;
import org.doseagent.cli.exams.ReadCommand;
import org.doseagent.cli.exams.ReportCommand;
import org.doseagent.cli.exams.StatsCommand;
import org.doseagent.cli.inbox.ImportCommand;
import org.doseagent.cli.inbox.InboxCommand;
import org.doseagent.cli.inbox.ReprocessCommand;
import org.doseagent.cli.inbox.SendCommand;
import org.doseagent.cli.levels.BenchmarkCommand;
import org.doseagent.cli.levels.DrlCommand;
import org.doseagent.cli.levels.MappingCommand;
import org.doseagent.cli.output.Screen;
import org.doseagent.cli.pacs.PacsCommand;
import org.doseagent.cli.repository.RepositoryCommand;
import org.doseagent.config.ConfigException;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The entry of the command line. Exit codes: 0 done, 1 bad news, 2 usage or configuration, 3 not found, 4 the system failed. */
@Command(
        name = "dose-agent",
        description =
                "Receives CT dose reports, compares doses with reference levels, and releases anonymous aggregates.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        footer = {"", "Example: dose-agent exams list --since 2026-10-01"})
public final class Main {

    /** The width of the tables. */
    private static final int HELP_WIDTH = 100;

    public static final int BAD_NEWS = 1;
    public static final int USAGE = 2;
    public static final int NOT_FOUND = 3;
    public static final int FAILED = 4;

    private Main() {}

    public static void main(String[] args) {
        if (args.length == 1 && (args[0].equals("version") || args[0].equals("--version"))) {
            System.out.println(VersionCommand.text()); // without picocli, because scripts need it quickly
            return;
        }
        setUpLog(List.of(args).contains("run"));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        boolean isTerminal = !System.getProperty("dose-agent.columns", "").isEmpty();
        System.exit(execute(
                args,
                isTerminal ? Screen.overTerminal(out) : Screen.over(out),
                Screen.over(new PrintWriter(System.err, true, StandardCharsets.UTF_8))));
    }

    /** Only the daemon logs each event; a command prints its result and its warnings. A -D option of the user takes precedence. */
    private static void setUpLog(boolean isDaemon) {
        if (!isDaemon) {
            setUnlessSet("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        }
        // It logs at level ERROR that another process cleaned up first. If its library does not load, the failure
        // itself reports that.
        setUnlessSet("org.slf4j.simpleLogger.log.org.sqlite.SQLiteJDBCLoader", "off");
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Moves the options of every command behind the command, where picocli expects them. */
    private static String[] commandFirst(String[] args) {
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        List<String> moved = new ArrayList<>();
        while (!rest.isEmpty() && rest.peek().matches("(-c|--config|--data-dir|--set)(=.*)?")) {
            String option = rest.remove();
            moved.add(option);
            if (!option.contains("=") && !rest.isEmpty()) {
                moved.add(rest.remove());
            }
        }
        List<String> all = new ArrayList<>(rest);
        all.addAll(moved);
        return all.toArray(String[]::new);
    }

    /** The commands, in the order of the help. */
    private static final List<String> NAMES = List.of(
            "run",
            "import",
            "read",
            "exams",
            "alerts",
            "notifications",
            "drl",
            "mapping",
            "qa",
            "patients",
            "devices",
            "stats",
            "audit",
            "completeness",
            "report",
            "export",
            "aggregate",
            "benchmark",
            "outbox",
            "repository",
            "inbox",
            "reprocess",
            "send",
            "db",
            "purge",
            "patient",
            "pacs",
            "config",
            "doctor",
            "selftest",
            "version",
            "completion",
            "help");

    /** A switch instead of a table of classes, so that a process loads only the classes of its own command. */
    private static Object command(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "import" -> new ImportCommand();
            case "read" -> new ReadCommand();
            case "exams" -> new ExamsCommand();
            case "alerts" -> new AlertsCommand();
            case "notifications" -> new NotificationsCommand();
            case "drl" -> new DrlCommand();
            case "mapping" -> new MappingCommand();
            case "qa" -> new QaCommand();
            case "patients" -> new PatientsCommand();
            case "devices" -> new DevicesCommand();
            case "stats" -> new StatsCommand();
            case "audit" -> new AuditCommand();
            case "completeness" -> new CompletenessCommand();
            case "report" -> new ReportCommand();
            case "export" -> new ExportCommand();
            case "aggregate" -> new AggregateCommand();
            case "benchmark" -> new BenchmarkCommand();
            case "outbox" -> new OutboxCommand();
            case "repository" -> new RepositoryCommand();
            case "inbox" -> new InboxCommand();
            case "reprocess" -> new ReprocessCommand();
            case "send" -> new SendCommand();
            case "db" -> new DbCommand();
            case "purge" -> new PurgeCommand();
            case "patient" -> new PatientCommand();
            case "pacs" -> new PacsCommand();
            case "config" -> new ConfigCommand();
            case "doctor" -> new DoctorCommand();
            case "selftest" -> new SelftestCommand();
            case "version" -> new VersionCommand();
            case "completion" -> new CompletionCommand();
            case "help" -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }

    /** Returns the command line with all commands. */
    public static CommandLine commandLine() {
        return commandLine(NAMES);
    }

    /** Returns the command line for these arguments: with only the command that they name, or with all commands if they name none. */
    private static CommandLine commandLine(String[] args) {
        boolean isOfOne =
                args.length > 0 && NAMES.contains(args[0]) && !args[0].equals("help") && !args[0].equals("completion");
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            return overview();
        }
        return isOfOne ? commandLine(List.of(args[0])) : commandLine();
    }

    /** Returns a command line that can only print its help, since it has only the name and description of each command. */
    private static CommandLine overview() {
        CommandLine line = commandLine(List.of());
        for (String name : NAMES) {
            Command described = Objects.requireNonNull(command(name).getClass().getAnnotation(Command.class));
            CommandSpec spec = CommandSpec.create();
            spec.usageMessage().description(described.description());
            if (name.equals("help")) {
                describeHelp(spec);
            }
            line.addSubcommand(name, spec);
        }
        return line;
    }

    private static void describeHelp(CommandSpec help) {
        help.usageMessage().header(new String[0]);
        help.usageMessage().description("Shows the help of a command.");
    }

    private static CommandLine commandLine(List<String> names) {
        CommandLine line = new CommandLine(new Main());
        names.forEach(name -> line.addSubcommand(name, command(name)));
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        Misuse.handle(line);
        fitOptions(line);
        CommandLine help = line.getSubcommands().get("help");
        if (help != null) { // picocli's own command has no example, and another style
            describeHelp(help.getCommandSpec());
            help.getCommandSpec().usageMessage().footer("", "Example: dose-agent help exams list");
        }
        return line;
    }

    private static void fitOptions(CommandLine line) {
        if (line.getCommand() instanceof Common command) {
            command.fitOptions(line.getCommandSpec());
        }
        line.getSubcommands().values().forEach(Main::fitOptions);
    }

    /** Prints the failure on {@code err} and returns the exit code. */
    private static int failure(Exception e, PrintWriter err) {
        if (e instanceof ConfigException config) {
            config.problems().forEach(problem -> err.println("dose-agent: " + problem));
            return USAGE;
        }
        if (e instanceof NoSuchFileException) {
            err.println("dose-agent: " + e.getMessage() + " does not exist");
            return NOT_FOUND;
        }
        if (e instanceof DrlException) {
            err.println("dose-agent: " + e.getMessage());
            return USAGE;
        }
        if (e instanceof FileAlreadyExistsException) {
            err.println("dose-agent: " + e.getMessage() + " exists already; name another file or folder");
            return USAGE;
        }
        if (e instanceof AccessDeniedException) {
            err.println("dose-agent: " + e.getMessage() + ": permission denied");
            return FAILED;
        }
        if (e instanceof StoreException || e instanceof IOException || e instanceof UncheckedIOException) {
            err.println("dose-agent: " + e.getMessage());
            return FAILED;
        }
        if (e instanceof NotFoundException) {
            err.println("dose-agent: " + e.getMessage());
            return NOT_FOUND;
        }
        boolean isMistakeOfUser = e instanceof IllegalArgumentException || e instanceof IllegalStateException;
        err.println("dose-agent: "
                + (isMistakeOfUser ? "" : "internal error: " + e.getClass().getName() + ": ") + e.getMessage());
        return isMistakeOfUser ? USAGE : FAILED;
    }

    /** Runs one command line; results go to {@code out}, messages for people to {@code err}. */
    public static int execute(String[] args, PrintWriter out, PrintWriter err) {
        return execute(args, Screen.over(out), Screen.over(err));
    }

    private static int execute(String[] args, Screen out, Screen err) {
        String[] ordered = commandFirst(args);
        CommandLine line = commandLine(ordered);
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler((e, command, parsed) -> failure(e, err));
        int exit = line.execute(ordered);
        out.flush();
        err.flush();
        return exit;
    }
}
