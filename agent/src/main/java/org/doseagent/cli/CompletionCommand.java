package org.doseagent.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints a script that lets bash and zsh complete commands and options.",
        footer = {
            "",
            "Example: source <(dose-agent completion)",
            "Example: dose-agent completion > /etc/bash_completion.d/dose-agent"
        })
final class CompletionCommand implements Callable<Integer> {

    @Spec
    @org.jspecify.annotations.Nullable
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("command is not built by picocli");
        }
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("dose-agent", spec.root().commandLine()));
        return 0;
    }
}
