package org.doseagent.cli;

import java.util.concurrent.Callable;
import org.doseagent.cli.output.Count;
import org.doseagent.config.ConfigException;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.drl.Levels;
import picocli.CommandLine.Command;

@Command(
        name = "config",
        description = "Checks the configuration, and shows the value of every key.",
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class},
        footer = {"", "Example: dose-agent config check"})
final class ConfigCommand extends Group {

    @Command(
            name = "check",
            description = {"Prints every mistake in the configuration at once.", "Exit code 1 if there is one."},
            footer = {"", "Example: dose-agent config check -c /etc/dose-agent/agent.yaml"})
    static final class Check extends Common implements Callable<Integer> {

        @Override
        public Integer call() {
            try {
                Settings settings = settings();
                Levels levels = new LevelReader(settings.levels()).read();
                out().println("ok, data directory " + settings.store().folder() + ", "
                        + Count.of(levels.sets().size(), "set") + " of reference levels, file " + file());
                return 0;
            } catch (ConfigException e) {
                e.problems().forEach(err()::println);
                return Main.BAD_NEWS;
            }
        }
    }

    @Command(
            name = "show",
            description = {
                "Shows every key with its effective value.",
                "Paths are absolute, and secrets are masked. The file and the data directory are named on stderr."
            },
            footer = {"", "Example: dose-agent config show"})
    static final class Show extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            Settings settings = settings();
            if (!verbose) {
                nameSources(settings);
            }
            settingsInForce().forEach((key, value) -> out().println(key + ": " + value));
            settings.levels().choice().ifPresent(choice -> err().println("dose-agent: drl.sets: " + choice));
            return 0;
        }
    }
}
