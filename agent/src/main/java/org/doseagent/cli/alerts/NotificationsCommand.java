package org.doseagent.cli.alerts;

import static org.doseagent.cli.output.Shown.shown;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.doseagent.cli.Choice;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.store.alerts.Notification;
import org.doseagent.store.outbox.Delivery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "notifications",
        description = "Lists the notifications of alerts, and tests their channels.",
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

        private static final Rows<Notification> NOTIFICATIONS = Rows.<Notification>describe()
                .field("alertId", each -> each.alert().id(), shown("ALERT"))
                .field("opening", Notification::opening)
                .field("kind", each -> each.alert().kind().label(), shown("KIND"))
                .field("channel", each -> each.ticket().channel(), shown("CHANNEL"))
                .field("when", each -> each.ticket().mode().label(), shown("WHEN"))
                .field("overflow", Notification::isOverflow)
                .field("state", each -> each.progress().state().label(), shown("STATE"))
                .field(
                        "attempts",
                        each -> each.progress().attempts(),
                        shown("ATTEMPTS").right())
                .field("queuedAt", each -> each.progress().queuedAt())
                .field("dueAt", each -> each.ticket().dueAt())
                .field("endedAt", each -> each.progress().endedAt())
                .column(shown("AT")
                        .as(row -> Look.second(row.hasNonNull("endedAt") ? row.get("endedAt") : row.get("dueAt"))))
                .field(
                        "result",
                        each -> each.progress().result(),
                        shown("RESULT").free().orElse(""))
                .build();

        @Option(
                names = "--state",
                defaultValue = "all",
                paramLabel = "pending|sent|failed|skipped|all",
                description = "Only notifications in this state. Default: all.")
        String state = "all";

        @Override
        protected Rows<Notification> rows() {
            return NOTIFICATIONS;
        }

        @Override
        public Integer call() throws Exception {
            Choice.require(
                    new Choice.Given("--state", state), List.of("pending", "sent", "failed", "skipped", "all"));
            try (Agent agent = agentToRead()) {
                List<Notification> notifications =
                        agent.doses().notifications().list(state.equals("all") ? "" : state, limit());
                print(rows(), notifications::forEach);
            }
            return 0;
        }
    }

    @Command(
            name = "retry",
            description = {"Makes all failed and pending notifications due now.", "The daemon sends them."},
            footer = {"", "Example: dose-agent notifications retry"})
    static final class Retry extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToWrite()) {
                int due = agent.notifier().retry();
                err().println(Count.of(due, "notification") + Count.verb(due, " is", " are") + " due; the daemon sends "
                        + Count.verb(due, "it", "them"));
            }
            return 0;
        }
    }

    @Command(
            name = "test",
            description =
                    {"Sends a test message through each configured channel.", "It prints the outcomes. Exit code 4 if one failed."},
            footer = {"", "Example: dose-agent notifications test"})
    static final class Test extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToRead()) {
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
