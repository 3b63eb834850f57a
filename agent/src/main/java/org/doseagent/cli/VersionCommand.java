package org.doseagent.cli;

import java.util.concurrent.Callable;
import org.doseagent.daemon.Agent;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

@Command(
        name = "version",
        description = "Prints the version, its commit, and the version of Java.",
        footer = {"", "Example: dose-agent version"})
final class VersionCommand extends Common implements Callable<Integer>, IVersionProvider {

    @Override
    public Integer call() {
        out().println(text());
        return 0;
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        return "dose-agent " + Agent.version() + " (" + Agent.commit() + "), Java " + Runtime.version();
    }
}
