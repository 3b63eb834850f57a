package org.doseagent.cli;

import java.util.concurrent.Callable;
import org.doseagent.daemon.Agent;
import picocli.CommandLine.Command;

@Command(
        name = "version",
        description = "Prints the version.",
        footer = {"", "Example: dose-agent version"})
final class VersionCommand extends Common implements Callable<Integer> {

    @Override
    public Integer call() {
        out().println("dose-agent " + Agent.version() + ", Java " + Runtime.version());
        return 0;
    }
}
