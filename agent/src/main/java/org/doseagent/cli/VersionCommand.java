package org.doseagent.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "version",
        description = "Prints the version.",
        footer = {"", "Example: dose-agent version"})
final class VersionCommand extends Common implements Callable<Integer> {

    @Override
    public Integer call() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
        out().println("dose-agent " + version + ", Java " + Runtime.version());
        return 0;
    }
}
