package org.doseagent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.jar.Manifest;
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
        return "dose-agent " + Agent.version() + " (" + commit() + "), Java " + Runtime.version();
    }

    /** Returns the commit that the jar was built from; {@code unknown} outside a jar that names one. */
    private static String commit() {
        try (InputStream in = VersionCommand.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            String commit =
                    in == null ? null : new Manifest(in).getMainAttributes().getValue("Build-Commit");
            return commit == null ? "unknown" : commit;
        } catch (IOException e) {
            return "unknown"; // the version is for people; nothing depends on it
        }
    }
}
