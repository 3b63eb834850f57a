package org.doseagent.cli.alerts;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doseagent.cli.Choice;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.Period;
import org.doseagent.cli.exams.WhyText;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Severity;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.review.CauseReview;
import org.doseagent.store.alerts.AlertCase;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertOverview;
import org.doseagent.store.alerts.AlertQuery;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.alerts.AuditEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "alerts",
        description = "Lists alerts, and records what people decide about them.",
        subcommands = {
            AlertsCommand.ListAlerts.class,
            AlertsCommand.Show.class,
            AlertsCommand.Ack.class,
            AlertsCommand.Close.class,
            AlertsCommand.Reopen.class
        },
        footer = {"", "Example: dose-agent alerts list --kind exam-above-drl"})
public final class AlertsCommand extends Group {

    private static final Rows<AlertEntry> ALERTS = Rows.<AlertEntry>describe()
            .field("id", AlertEntry::id, shown("ID"))
            .field("kind", entry -> entry.kind().label(), shown("KIND"))
            .field("status", entry -> entry.status().label(), shown("STATUS"))
            .field("severity", entry -> Severity.of(entry.kind()).label())
            .field("openedAt", AlertEntry::openedAt)
            .field("studyInstanceUid", entry -> entry.subject().study().map(StudyInstanceUid::value))
            .field("accessionNumber", entry -> entry.subject().accessionNumber(), shown("ACCESSION"))
            .field("category", entry -> entry.alert().category(), shown("CATEGORY"))
            .field("device", entry -> entry.subject().device())
            .field("quantity", entry -> entry.alert().quantity().map(Enum::name), shown("QUANTITY"))
            .field("value", entry -> entry.alert().value(), shown("VALUE").right())
            .field("drl", entry -> entry.alert().drl(), shown("DRL").right())
            .field("ratio", entry -> entry.alert().ratio(), shown("RATIO").right())
            .field("drlSet", entry -> entry.alert().drlSet())
            .field("text", entry -> entry.alert().text())
            .field("acknowledgedBy", entry -> entry.decided().by())
            .field("acknowledgedAt", entry -> entry.decided().at())
            .field("reason", entry -> entry.decided().reason())
            .field("note", entry -> entry.decided().note())
            .tableOrder("ID", "KIND", "ACCESSION", "CATEGORY", "QUANTITY", "VALUE", "DRL", "RATIO", "STATUS")
            .build();

    /** Returns an alert as the lists print it. */
    public static ObjectNode json(AlertEntry alert) {
        return ALERTS.json(alert);
    }

    @Command(
            name = "list",
            description = {
                "Lists alerts, newest first.",
                "A period selects alerts by the day on which they were opened, in the time zone of the site.",
                "The table summarises the alerts. It has one line for each exam and cause, but one line for all exams of a scanner and category that"
                        + " are only above a level, and one for all exams of a scanner with the same problem of the data. --each, --json and --csv"
                        + " list every alert. --kind exam-above-drl lists each exam."
            },
            footer = {
                "",
                "Severities, the most urgent first: now, review, look, hint, data. The kind of an alert determines its severity. Within one"
                        + " severity, the exam farthest above its level is first.",
                "",
                "Example: dose-agent alerts list --sort severity"
            })
    static final class ListAlerts extends Listing implements Callable<Integer> {

        /** Maximum number of alerts that are grouped or sorted, the newest; a list by date with --json or --csv has no maximum. */
        private static final int MAX_SORTED = 100_000;

        @Option(
                names = "--status",
                defaultValue = "open",
                paramLabel = "open|acknowledged|closed|all",
                description = "Only alerts of this status. Default: open.")
        String status = "open";

        @Option(
                names = "--kind",
                paramLabel = "K",
                description = "Only alerts of this kind, such as exam-above-drl or change.")
        @Nullable
        String kind;

        @Option(
                names = "--sort",
                defaultValue = "date",
                paramLabel = "date|severity",
                description = "Newest first, or most severe first. Default: date.")
        String sort = "date";

        @Option(names = "--each", description = "Prints a line for each alert instead of one for each cause.")
        boolean each;

        @Mixin
        Period period = new Period();

        @Override
        public boolean takesAllSites() {
            return true;
        }

        @Override
        protected Rows<AlertEntry> rows() {
            return ALERTS;
        }

        @Override
        public Integer call() throws Exception {
            AlertQuery ofStatus = AlertQuery.all().status(status());
            AlertQuery ofKind = ofStatus.kind(kind == null ? null : kind(kind));
            if (allSites) {
                printOfSites(
                        ALERTS,
                        (agent, consumer) -> agent.doses()
                                .alerts()
                                .list(ofDays(ofKind, agent).limit(limit()))
                                .forEach(consumer));
                return 0;
            }
            boolean isGrouped = isForPeople() && !each;
            boolean isBySeverity = isBySeverity();
            try (Agent agent = agentOfStore()) {
                AlertQuery query = ofDays(ofKind, agent);
                List<AlertEntry> alerts =
                        agent.doses().alerts().list(query.limit(isGrouped || isBySeverity ? MAX_SORTED : limit()));
                if (isGrouped) {
                    grouped(alerts, isBySeverity);
                } else {
                    List<AlertEntry> sorted = isBySeverity ? sorted(alerts) : alerts;
                    print(rows(), sorted.stream().limit(limit())::forEach);
                }
                if (isForPeople()) {
                    summary(agent.doses().alerts().counts(ofStatus));
                }
            }
            return 0;
        }

        private AlertQuery ofDays(AlertQuery query, Agent agent) {
            Period.Days days = period.days(agent);
            return query.openedSince(start(days.first(), agent.zone()))
                    .openedBefore(start(days.last() == null ? null : days.last().plusDays(1), agent.zone()));
        }

        /** Returns the start of a day at the site. */
        private static @Nullable Instant start(@Nullable LocalDate day, ZoneId zone) {
            return day == null ? null : day.atStartOfDay(zone).toInstant();
        }

        private boolean isBySeverity() {
            Choice.require(new Choice.Given("--sort", sort), List.of("date", "severity"));
            return sort.equals("severity");
        }

        private static List<AlertEntry> sorted(List<AlertEntry> alerts) {
            return alerts.stream()
                    .map(alert -> new AlertCase(List.of(alert)))
                    .sorted(AlertCase.BY_SEVERITY)
                    .map(AlertCase::lead)
                    .toList();
        }

        private void grouped(List<AlertEntry> alerts, boolean isBySeverity) {
            List<AlertCase> cases = AlertCase.of(alerts);
            List<AlertCase> sorted =
                    isBySeverity ? cases.stream().sorted(AlertCase.BY_SEVERITY).toList() : cases;
            if (AlertKind.EXAM_ABOVE_DRL.label().equals(kind)) {
                AlertText.cases(sorted, limit(), this);
            } else {
                AlertText.print(AlertOverview.of(sorted), limit(), this);
            }
        }

        /** Returns the status to which the list is narrowed; null for alerts of every status. */
        private @Nullable AlertStatus status() {
            List<String> words = new ArrayList<>(
                    Stream.of(AlertStatus.values()).map(AlertStatus::label).toList());
            words.add("all");
            Choice.require(new Choice.Given("--status", status), words);
            return AlertStatus.of(status).orElse(null);
        }

        private static AlertKind kind(String label) {
            return Choice.of(new Choice.Given("--kind", label), List.of(AlertKind.values()), AlertKind::label);
        }

        /** Prints how many alerts there are of each kind, because the list shows only the newest. */
        private void summary(SortedMap<AlertKind, Long> counts) {
            String of = status.equals("all") ? "in all " : status + ": ";
            err().println(
                            counts.isEmpty()
                                    ? "dose-agent: no alert matches"
                                    : "dose-agent: " + of
                                            + counts.entrySet().stream()
                                                    .map(count -> count.getValue() + " "
                                                            + count.getKey().label())
                                                    .collect(Collectors.joining(", "))
                                            + ". Alerts about single exams are frequent; look at the other kinds first. "
                                            + Alert.NOT_A_LIMIT
                                            + (each ? "" : " This table is a summary; --each lists every alert."));
        }
    }

    @Command(
            name = "show",
            description = "Shows one alert with its whole text and its history.",
            footer = {"", "Example: dose-agent alerts show 17"})
    static final class Show extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "Number of the alert, from alerts list.")
        long id;

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        /** Alerts that ask why a dose is high. */
        private static final Set<AlertKind> OF_EXAMS = EnumSet.of(
                AlertKind.EXAM_ABOVE_DRL, AlertKind.EXAM_FAR_ABOVE_DRL, AlertKind.EVENT_CTDIVOL, AlertKind.DOSE_CHECK);

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToRead()) {
                Optional<AlertEntry> alert = agent.doses().alerts().find(id);
                if (alert.isEmpty()) {
                    err().println("dose-agent: no alert has the number " + id);
                    return Main.NOT_FOUND;
                }
                print(alert.get(), agent.doses().alerts().history(id));
                if (!json && OF_EXAMS.contains(alert.get().kind())) {
                    why(agent, alert.get());
                }
            }
            return 0;
        }

        /** Prints the causes of the dose of the exam that the alert is about. */
        private void why(Agent agent, AlertEntry alert) {
            List<AssessedExam> exams = alert.subject().study().stream()
                    .flatMap(study -> agent.doses().find(study.value()).stream())
                    .toList();
            if (exams.size() == 1) {
                out().println("Why:");
                new CauseReview(agent.doses())
                        .explain(exams.get(0))
                        .map(WhyText::lines)
                        .orElseGet(() -> List.of(WhyText.tooFew()))
                        .forEach(out()::println);
            }
        }

        private void print(AlertEntry alert, List<AuditEntry> history) {
            if (json) {
                data().println(Json.text(ALERTS.json(alert)));
                return;
            }
            out().println("Alert " + alert.id() + ", " + alert.kind().label() + ", "
                    + alert.status().label() + ", opened "
                    + Table.time(alert.openedAt())
                    + alert.subject().device().map(device -> ", " + device).orElse("")
                    + alert.subject()
                            .accessionNumber()
                            .map(number -> ", accession " + number)
                            .orElse(""));
            Severity severity = Severity.of(alert.kind());
            out().println(alert.alert().text());
            out().println("Severity: " + severity.label() + " (" + severity.meaning() + ").");
            history.forEach(entry -> out().println(Table.time(entry.at()) + "  " + entry.act() + " by " + entry.who()
                    + ": " + entry.detail()));
        }
    }

    /** The common part of the three decisions of a person. */
    abstract static class Decision extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "Number of the alert, from alerts list.")
        long id;

        @Option(
                names = "--by",
                required = true,
                paramLabel = "WHO",
                description = "Name of the person who decides; it is written to the audit.")
        String by = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "CODE",
                description = "One of the reasons that the configuration lists under alerts.reasons.")
        String reason = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "Free text for the audit; no patient data.")
        @Nullable
        String note;

        @Option(
                names = "--all-alike",
                description =
                        "Also decides about all alerts with the same status and cause: those of the same part of the exam, or of the same problem of a scanner's data.")
        boolean isForAllAlike;

        abstract AlertStore.Act act();

        /** Returns whether the decision may replace an earlier one of the same kind. */
        boolean isAgain() {
            return false;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToWrite()) {
                List<String> reasons = agent.settings().review().reasons();
                Choice.require(new Choice.Given("--reason", reason), reasons);
                AlertStore.Decision decision = AlertStore.Decision.to(act())
                        .by(by)
                        .because(reason)
                        .note(note)
                        .again(isAgain());
                AlertStore alerts = agent.doses().alerts();
                List<Long> alike = isForAllAlike ? alerts.alike(id) : List.of();
                if (!alerts.decide(id, decision)) {
                    err().println("dose-agent: no alert has the number " + id);
                    return Main.NOT_FOUND;
                }
                alike.forEach(other -> alerts.decide(other, decision));
                if (isForAllAlike) {
                    err().println("dose-agent: decided about " + Count.of(alike.size() + 1L, "alert"));
                }
            }
            return 0;
        }
    }

    @Command(
            name = "ack",
            description = {
                "Acknowledges an alert.",
                "The audit records who did it, when and why. An alert that is acknowledged already is refused, unless --again replaces that"
                        + " decision."
            },
            footer = {"", "Example: dose-agent alerts ack 17 --by \"M. Physicist\" --reason justified"})
    static final class Ack extends Decision {

        @Option(
                names = "--again",
                description = "Replaces an earlier acknowledgement of the alert; the audit keeps both.")
        boolean isReplacing;

        @Override
        boolean isAgain() {
            return isReplacing;
        }

        @Override
        AlertStore.Act act() {
            return AlertStore.Act.ACKNOWLEDGE;
        }
    }

    @Command(
            name = "close",
            description = "Closes an alert that needs no further action.",
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
