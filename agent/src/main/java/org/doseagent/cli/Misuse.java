package org.doseagent.cli;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.doseagent.drl.yaml.NearestKey;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The message about a mistyped command: the mistake, the likely correction, and how to get help; not the whole help. */
public final class Misuse {

    /** The options that every command with a configuration has, and no group of commands. */
    private static final String OF_EVERY_COMMAND = "(-c|--config|--data-dir|--set)(=.*)?";

    private Misuse() {}

    /** Sets converters and the handler of wrong arguments on a command and all its subcommands. */
    public static void handle(CommandLine line) {
        line.registerConverter(DateText.class, Misuse::date);
        line.registerConverter(Integer.class, text -> whole(text).intValue());
        line.registerConverter(Long.class, Misuse::whole);
        line.registerConverter(long.class, Misuse::whole);
        line.setParameterExceptionHandler((e, arguments) -> explain(e));
    }

    private static DateText date(String text) {
        try {
            return DateText.parse(text);
        } catch (DateTimeException e) {
            String kind = text.matches("\\d+d")
                    ? "' is not a number of days from 1d to 99999d. Write "
                    : "' is not a date. Write ";
            throw new TypeConversionException("'" + text + kind + DateSpan.EXAMPLES);
        }
    }

    private static Long whole(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
        return Long.valueOf(text);
    }

    /** Names the unknown option without the words behind it, which are its values. */
    private static String message(ParameterException e, List<String> unmatched) {
        return !unmatched.isEmpty() && unmatched.get(0).startsWith("-")
                ? "Unknown option: '" + unmatched.get(0) + "'"
                : String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    }

    /** Prints the most similar option alone, where one is similar; picocli lists what has letters in common. */
    private static boolean nearestOption(CommandLine command, List<String> unmatched) {
        if (unmatched.isEmpty() || !unmatched.get(0).startsWith("--")) {
            return false;
        }
        String mistyped = unmatched.get(0).replaceFirst("=.*", "");
        Optional<String> nearest = new NearestKey(command.getCommandSpec().options().stream()
                        .filter(option -> !option.hidden())
                        .flatMap(option -> Stream.of(option.names()))
                        .toList())
                .nearest(mistyped);
        nearest.ifPresent(option -> command.getErr().println("Possible solutions: " + option));
        return nearest.isPresent();
    }

    private static String commands(CommandLine group) {
        return String.join(", ", group.getSubcommands().keySet());
    }

    private static int explain(ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        List<String> unmatched = e instanceof UnmatchedArgumentException unknown ? unknown.getUnmatched() : List.of();
        if (!unmatched.isEmpty()
                && !command.getSubcommands().isEmpty()
                && unmatched.get(0).matches(OF_EVERY_COMMAND)) {
            err.println("dose-agent: name a command: " + commands(command));
            err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
            return Main.USAGE;
        }
        err.println("dose-agent: " + message(e, unmatched));
        boolean isSuggested = nearestOption(command, unmatched) || UnmatchedArgumentException.printSuggestions(e, err);
        if (!isSuggested && !command.getSubcommands().isEmpty()) {
            command.usage(err);
        } else {
            err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return Main.USAGE;
    }
}
