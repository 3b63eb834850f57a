package org.doseagent.cli.alerts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.store.outbox.Delivery;
import org.doseagent.store.alerts.StoredNotification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "notifications",
        description = "Shows who was told of which alerts, and tries the ways to people.",
        subcommands = {
            NotificationsCommand.ListNotifications.class,
            NotificationsCommand.Retry.class,
            NotificationsCommand.Test.class
        },
        footer = {"", "Example: dose-agent notifications list --state failed"})
public final class NotificationsCommand extends Group {

    @Command(
            name = "list",
            description = "Lists notifications, newest first.",
            footer = {"", "Example: dose-agent notifications list --json"})
    static final class ListNotifications extends Listing implements Callable<Integer> {

        @Option(names = "--state", defaultValue = "all", paramLabel = "pending|sent|failed|skipped|all")
        String state = "all";

        @Override
        public Integer call() throws Exception {
            if (!state.matches("pending|sent|failed|skipped|all")) {
                throw new IllegalArgumentException("--state must be pending, sent, failed, skipped or all");
            }
            try (Agent agent = agent()) {
                List<StoredNotification> notifications =
                        agent.doses().notifications().list(state.equals("all") ? "" : state, limit());
                if (json) {
                    out().println(Json.text(Json.array(notifications, ListNotifications::json)));
                } else {
                    Table table = new Table("ALERT", "KIND", "CHANNEL", "WHEN", "STATE", "ATTEMPTS", "AT", "RESULT");
                    notifications.forEach(each -> table.add(
                            "" + each.alertId(),
                            each.alert().kind(),
                            each.channel(),
                            each.telling().label(),
                            each.state().label(),
                            "" + each.attempts(),
                            Table.time(each.endedAt().orElse(each.dueAt())),
                            each.note().orElse("")));
                    print(table);
                }
            }
            return 0;
        }

        private static ObjectNode json(StoredNotification each) {
            ObjectNode node = Json.object()
                    .put("alertId", each.alertId())
                    .put("opening", each.opening())
                    .put("kind", each.alert().kind())
                    .put("channel", each.channel())
                    .put("when", each.telling().label())
                    .put("overflow", each.isOverflow())
                    .put("state", each.state().label())
                    .put("attempts", each.attempts())
                    .put("queuedAt", each.queuedAt().toString())
                    .put("dueAt", each.dueAt().toString());
            Json.text(node, "endedAt", each.endedAt().map(Object::toString));
            Json.text(node, "result", each.note());
            return node;
        }
    }

    @Command(
            name = "retry",
            description = "Makes what was given up, or waits for its next attempt, due now; the daemon sends it.",
            footer = {"", "Example: dose-agent notifications retry"})
    static final class Retry extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                err().println(agent.notifier().retry() + " notifications are due; the daemon sends them");
            }
            return 0;
        }
    }

    @Command(
            name = "test",
            description =
                    "Sends a test message through each configured channel and says what came of it; exit 4 when one failed.",
            footer = {"", "Example: dose-agent notifications test"})
    static final class Test extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Map<String, Delivery> outcomes = agent.notifier().test();
                if (outcomes.isEmpty()) {
                    throw new IllegalArgumentException(
                            "no channel is configured: set notify.email.enabled or notify.webhook.enabled");
                }
                outcomes.forEach((channel, delivery) -> out().println(channel + ": " + text(delivery)));
                boolean isSent = outcomes.values().stream().allMatch(Delivery.Delivered.class::isInstance);
                return isSent ? 0 : Main.FAILED;
            }
        }

        private static String text(Delivery delivery) {
            if (delivery instanceof Delivery.Delivered delivered) {
                return "sent, " + delivered.note();
            }
            return delivery instanceof Delivery.Refused refused
                    ? "refused, " + refused.reason()
                    : "failed, " + ((Delivery.Later) delivery).reason();
        }
    }
}
