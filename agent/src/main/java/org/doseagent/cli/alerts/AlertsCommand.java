package org.doseagent.cli.alerts;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Columns;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.alerts.AuditEntry;
import org.doseagent.store.alerts.StoredAlert;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "alerts",
        description = "Shows alerts and takes decisions about them.",
        subcommands = {
            AlertsCommand.ListAlerts.class,
            AlertsCommand.Show.class,
            AlertsCommand.Ack.class,
            AlertsCommand.Close.class,
            AlertsCommand.Reopen.class
        },
        footer = {"", "Example: dose-agent alerts list --kind exam-above-drl"})
public final class AlertsCommand extends Group {

    private static final Columns<StoredAlert> ALERTS = new Columns<>(
            Json::alert,
            List.of(
                    "id",
                    "kind",
                    "status",
                    "openedAt",
                    "studyInstanceUid",
                    "accessionNumber",
                    "category",
                    "device",
                    "quantity",
                    "value",
                    "drl",
                    "ratio",
                    "drlSet",
                    "text",
                    "acknowledgedBy",
                    "acknowledgedAt",
                    "reason",
                    "note"),
            List.of("ID", "KIND", "ACCESSION", "CATEGORY", "QUANTITY", "VALUE", "DRL", "RATIO", "STATUS"),
            alert -> List.of(
                    "" + alert.id(),
                    alert.kind(),
                    alert.accessionNumber().orElse("-"),
                    alert.category().orElse("-"),
                    alert.quantity().orElse("-"),
                    alert.value().map(BigDecimal::toPlainString).orElse("-"),
                    alert.drl().map(BigDecimal::toPlainString).orElse("-"),
                    alert.ratio().map(BigDecimal::toPlainString).orElse("-"),
                    alert.status()));

    @Command(
            name = "list",
            description = "Lists alerts, newest first.",
            footer = {"", "Example: dose-agent alerts list --status open --json"})
    static final class ListAlerts extends Listing implements Callable<Integer> {

        @Option(names = "--status", defaultValue = "open", paramLabel = "open|acknowledged|closed|all")
        String status = "open";

        @Option(names = "--kind", defaultValue = "", paramLabel = "K")
        String kind = "";

        @Option(names = "--since", paramLabel = "DATE")
        @Nullable
        LocalDate since;

        @Override
        public Integer call() throws Exception {
            if (!status.matches("open|acknowledged|closed|all")) {
                throw new IllegalArgumentException("--status must be open, acknowledged, closed or all");
            }
            try (Agent agent = agent()) {
                List<StoredAlert> alerts = agent.doses()
                        .alerts()
                        .list(status.equals("all") ? "" : status, kind, since == null ? "" : since.toString(), limit());
                print(ALERTS, alerts::forEach);
                summary(agent.doses().alerts());
            }
            return 0;
        }

        /** How many there are of each kind: what the list shows is only the newest. */
        private void summary(AlertStore alerts) {
            if (!json && !csv) {
                List<String> counts = new ArrayList<>();
                alerts.counts(status.equals("all") ? "" : status)
                        .forEach((each, count) -> counts.add(count + " " + each));
                err().println(
                                counts.isEmpty()
                                        ? "dose-agent: no alert of this status"
                                        : "dose-agent: " + (status.equals("all") ? "in all " : status + ": ")
                                                + String.join(", ", counts)
                                                + ". Alerts of single exams are hints and frequent by the nature of a level: begin with the others.");
            }
        }
    }

    @Command(
            name = "show",
            description = "Shows one alert: its whole text, and what was done with it.",
            footer = {"", "Example: dose-agent alerts show 17"})
    static final class Show extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "ID")
        long id;

        @Option(names = "--json", description = "prints JSON")
        boolean json;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Optional<StoredAlert> alert = agent.doses().alerts().find(id);
                if (alert.isEmpty()) {
                    err().println("dose-agent: no alert has the number " + id);
                    return Main.NOT_FOUND;
                }
                print(alert.get(), agent.doses().alerts().history(id));
            }
            return 0;
        }

        private void print(StoredAlert alert, List<AuditEntry> history) {
            if (json) {
                out().println(Json.text(Json.alert(alert)));
                return;
            }
            out().println("Alert " + alert.id() + ", " + alert.kind() + ", " + alert.status() + ", opened "
                    + Table.time(alert.openedAt())
                    + alert.device().map(device -> ", " + device).orElse("")
                    + alert.accessionNumber()
                            .map(number -> ", accession " + number)
                            .orElse(""));
            out().println(alert.text());
            history.forEach(entry -> out().println(Table.time(entry.at()) + "  " + entry.act() + " by " + entry.who()
                    + ": " + entry.detail()));
        }
    }

    /** What the three acts of a person have in common. */
    abstract static class Decision extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "ID")
        long id;

        @Option(names = "--by", required = true, paramLabel = "WHO", description = "who decides; goes into the audit")
        String by = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "CODE",
                description = "one of alerts.reasons of the configuration")
        String reason = "";

        @Option(names = "--note", paramLabel = "TEXT")
        @Nullable
        String note;

        abstract AlertStore.Act act();

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                List<String> reasons = agent.settings().alerts().reasons();
                if (!reasons.contains(reason)) {
                    throw new IllegalArgumentException("--reason must be one of " + String.join(", ", reasons)
                            + " (alerts.reasons of the configuration)");
                }
                AlertStore.Decision decision =
                        AlertStore.Decision.to(act()).by(by).because(reason).note(note);
                if (!agent.doses().alerts().decide(id, decision)) {
                    err().println("dose-agent: no alert has the number " + id);
                    return Main.NOT_FOUND;
                }
            }
            return 0;
        }
    }

    @Command(
            name = "ack",
            description = "Acknowledges an alert; who, when and why go into the audit.",
            footer = {"", "Example: dose-agent alerts ack 17 --by \"M. Physicist\" --reason justified"})
    static final class Ack extends Decision {
        @Override
        AlertStore.Act act() {
            return AlertStore.Act.ACKNOWLEDGE;
        }
    }

    @Command(
            name = "close",
            description = "Closes an alert that is dealt with.",
            footer = {
                "",
                "Example: dose-agent alerts close 17 --by \"M. Physicist\" --reason protocol --note \"corrected\""
            })
    static final class Close extends Decision {
        @Override
        AlertStore.Act act() {
            return AlertStore.Act.CLOSE;
        }
    }

    @Command(
            name = "reopen",
            description = "Opens an alert again.",
            footer = {"", "Example: dose-agent alerts reopen 17 --by \"M. Physicist\" --reason under-review"})
    static final class Reopen extends Decision {
        @Override
        AlertStore.Act act() {
            return AlertStore.Act.REOPEN;
        }
    }
}
