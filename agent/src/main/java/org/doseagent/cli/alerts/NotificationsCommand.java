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
import org.doseagent.store.alerts.Notification;
import org.doseagent.store.outbox.Delivery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "notifications",
        description = "Shows notifications of alerts, and tests the channels.",
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
                List<Notification> notifications =
                        agent.doses().notifications().list(state.equals("all") ? "" : state, limit());
                if (json) {
                    out().println(Json.text(Json.array(notifications, ListNotifications::json)));
                } else {
                    Table table = new Table("ALERT", "KIND", "CHANNEL", "WHEN", "STATE", "ATTEMPTS", "AT", "RESULT");
                    notifications.forEach(each -> table.add(
                            "" + each.alert().id(),
                            each.alert().kind().label(),
                            each.ticket().channel(),
                            each.ticket().mode().label(),
                            each.progress().state().label(),
                            "" + each.progress().attempts(),
                            Table.time(each.progress()
                                    .endedAt()
                                    .orElse(each.ticket().dueAt())),
                            each.progress().result().orElse("")));
                    print(table);
                }
            }
            return 0;
        }

        private static ObjectNode json(Notification each) {
            ObjectNode node = Json.object()
                    .put("alertId", each.alert().id())
                    .put("opening", each.opening())
                    .put("kind", each.alert().kind().label())
                    .put("channel", each.ticket().channel())
                    .put("when", each.ticket().mode().label())
                    .put("overflow", each.isOverflow())
                    .put("state", each.progress().state().label())
                    .put("attempts", each.progress().attempts())
                    .put("queuedAt", each.progress().queuedAt().toString())
                    .put("dueAt", each.ticket().dueAt().toString());
            Json.text(node, "endedAt", each.progress().endedAt().map(Object::toString));
            Json.text(node, "result", each.progress().result());
            return node;
        }
    }

    @Command(
            name = "retry",
            description =
                    "Makes all notifications due now that were given up or wait for their next attempt; the daemon sends them.",
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
                    "Sends a test message through each configured channel and prints the outcomes; exit 4 when one failed.",
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
