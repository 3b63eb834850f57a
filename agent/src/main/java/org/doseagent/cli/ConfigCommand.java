package org.doseagent.cli;

import java.util.concurrent.Callable;
import org.doseagent.config.ConfigException;
import org.doseagent.daemon.Agent;
import picocli.CommandLine.Command;

@Command(
        name = "config",
        description = "Checks and shows the configuration.",
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class},
        footer = {"", "Example: dose-agent config check"})
final class ConfigCommand extends Group {

    @Command(
            name = "check",
            description = "Says everything that is wrong with the configuration, at once; exit 1 then.",
            footer = {"", "Example: dose-agent config check -c /etc/dose-agent/agent.yaml"})
    static final class Check extends Common implements Callable<Integer> {

        @Override
        public Integer call() {
            try (Agent agent = agent()) {
                out().println("ok, data directory " + agent.settings().dataDir());
                return 0;
            } catch (ConfigException e) {
                e.problems().forEach(err()::println);
                return Main.BAD_NEWS;
            }
        }
    }

    @Command(
            name = "show",
            description = "Shows the settings in force, without secrets.",
            footer = {"", "Example: dose-agent config show"})
    static final class Show extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            var settings = settings();
            out().println("site " + settings.siteId() + " (" + settings.country() + ")");
            out().println("dataDir " + settings.dataDir());
            out().println(settings.dicom());
            out().println(settings.http());
            out().println(settings.store());
            out().println(settings.drl());
            out().println(settings.aggregate());
            out().println("Forward[transport=" + settings.forward().transport() + ", folder="
                    + settings.forward().folder() + ", bearerToken="
                    + (settings.forward().bearerToken().isPresent() ? "set" : "none") + "]");
            return 0;
        }
    }
}
