package org.doseagent.cli;

import java.io.PrintWriter;
import java.time.DateTimeException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The message about a mistyped command: the mistake, the likely correction, and how to get help; not the whole help. */
public final class Misuse {

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
            throw new TypeConversionException("'" + text + "' is not a date. Write " + DateSpan.EXAMPLES);
        }
    }

    private static Long whole(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
        return Long.valueOf(text);
    }

    private static int explain(ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("dose-agent: " + e.getMessage());
        boolean isSuggested = UnmatchedArgumentException.printSuggestions(e, err);
        if (!isSuggested && !command.getSubcommands().isEmpty()) {
            command.usage(err);
        } else {
            err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return Main.USAGE;
    }
}
