package org.doseagent.cli;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.doseagent.config.ConfigException;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Levels;
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
            try {
                Settings settings = settings();
                Levels levels = Levels.read(settings.drl());
                out().println("ok, data directory " + settings.dataDir() + ", "
                        + levels.sets().size() + " sets of reference levels");
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

        private static final Set<String> SECRETS = Set.of(
                "forward.bearerToken", "notify.email.password", "notify.webhook.bearerToken", "notify.webhook.secret");

        @Override
        public Integer call() throws Exception {
            print("", settings());
            return 0;
        }

        /** Prints one line a setting, secrets masked. */
        private void print(String prefix, Record settings) throws ReflectiveOperationException {
            for (RecordComponent component : settings.getClass().getRecordComponents()) {
                // A record cannot have a component of the name notify.
                String key = prefix + component.getName().replace("notification", "notify");
                Object value = component.getAccessor().invoke(settings);
                if (value instanceof Record inner) {
                    print(key + ".", inner);
                } else if (SECRETS.contains(key)) {
                    out().println(key + ": " + (((Optional<?>) value).isPresent() ? "(set)" : "(not set)"));
                } else {
                    out().println(key + ": "
                            + (value instanceof Optional<?> optional
                                    ? optional.map(Object::toString).orElse("")
                                    : value));
                }
            }
        }
    }
}
