package org.doseagent.cli;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person sees who mistypes: what is wrong, what was likely meant, where the help is; not the whole help. */
public final class Misuse {

    private Misuse() {}

    /** Sets converters and the handler of wrong arguments on a command and all below it. */
    public static void handle(CommandLine line) {
        line.registerConverter(LocalDate.class, Misuse::date);
        line.registerConverter(Integer.class, text -> whole(text).intValue());
        line.registerConverter(Long.class, Misuse::whole);
        line.registerConverter(long.class, Misuse::whole);
        line.setParameterExceptionHandler((e, arguments) -> say(e));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is no date such as 2026-10-31");
        }
    }

    private static Long whole(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw new TypeConversionException("'" + text + "' is no whole number");
        }
        return Long.valueOf(text);
    }

    private static int say(ParameterException e) {
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
