package org.doseagent.cli.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Doer;
import org.doseagent.cli.Group;
import org.doseagent.cli.NotFoundException;
import org.doseagent.cli.alerts.AlertsCommand;
import org.doseagent.cli.exams.ExamJson;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.DataKeeping.Cleaned;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.intake.erasure.PatientRequest;
import org.doseagent.intake.erasure.PatientRequest.Holding;
import org.doseagent.intake.erasure.Subject;
import org.doseagent.intake.erasure.Subject.Named;
import org.doseagent.store.alerts.AlertQuery;
import org.doseagent.store.alerts.AuditAct;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "patient",
        description = "Prints or erases everything that is stored about a patient.",
        subcommands = {PatientCommand.Export.class, PatientCommand.Erase.class},
        footer = {"", "Example: dose-agent patient export --accession 4711"})
public final class PatientCommand extends Group {

    /** How the patient is named; exactly one. */
    static final class Who {

        @Option(names = "--key", paramLabel = "KEY", description = "The key of the patient, from exams list --json.")
        @Nullable
        String key;

        @Option(names = "--patient-id", paramLabel = "ID", description = "The Patient ID (0010,0020) of the PACS.")
        @Nullable
        String patientId;

        @Option(
                names = "--accession",
                paramLabel = "A",
                description = "The accession number of one exam of the patient.")
        @Nullable
        String accession;
    }

    /** The options of both commands. */
    abstract static class OfPatient extends Common implements Callable<Integer> {

        @ArgGroup(exclusive = true, multiplicity = "1")
        @Nullable
        Who who;

        @Option(
                names = "--issuer",
                paramLabel = "ISSUER",
                description =
                        "With --patient-id: only the Patient ID of this issuer (0010,0021). Default: of every issuer.")
        @Nullable
        String issuer;

        @Option(
                names = "--by",
                paramLabel = "WHO",
                description = "Who asked for it, for the audit. Default: the user of the system.")
        String by = Doer.systemUser();

        @Option(names = "--dry-run", description = "Counts what is stored, and changes nothing.")
        boolean dryRun;

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        Named named() {
            Who given = Objects.requireNonNull(who);
            if (issuer != null && given.patientId == null) {
                throw new IllegalArgumentException("--issuer belongs to --patient-id");
            }
            if (given.key != null) {
                return new Named.ByKey(new PatientKey(given.key));
            }
            return given.patientId != null
                    ? new Named.ByPatientId(given.patientId, Optional.ofNullable(issuer))
                    : new Named.ByAccession(Objects.requireNonNull(given.accession));
        }

        static void requireHeld(Holding holding) throws NotFoundException {
            if (holding.studies().isEmpty() && holding.inboxObjects().isEmpty()) {
                throw new NotFoundException("the stores hold nothing of this patient");
            }
        }

        static ObjectNode json(Holding holding) {
            ObjectNode node = Json.object()
                    .put("patientKeys", holding.patients())
                    .put("studies", holding.studies().size());
            holding.rows().forEach(node::put);
            node.put("inboxObjects", holding.inboxObjects().size());
            ArrayNode unreadable = node.putArray("unreadableInboxObjects");
            holding.unreadable().forEach(unreadable::add);
            return node;
        }

        static ObjectNode kept(Map<String, String> kept) {
            ObjectNode node = Json.object();
            kept.forEach(node::put);
            return node;
        }

        void print(String verb, Holding holding) {
            StringBuilder text =
                    new StringBuilder(verb + ": " + holding.studies().size() + " studies");
            holding.rows()
                    .forEach((name, count) ->
                            text.append(", ").append(count).append(' ').append(name));
            out().println(text.append(", ")
                    .append(holding.inboxObjects().size())
                    .append(" inbox objects"));
            if (!holding.unreadable().isEmpty()) {
                err().println(
                                "dose-agent: " + holding.unreadable().size()
                                        + " inbox objects cannot be read, so nobody knows whose they are: see inbox list --state quarantined");
            }
        }
    }

    @Command(
            name = "export",
            description = {
                "Prints everything that is stored about a patient, as JSON.",
                "It prints exams with events, findings, assessments and reports, their alerts, and the numbers of the inbox objects (inbox"
                        + " show NUMBER --dump). The audit records it.",
                "With --dry-run, it prints only how much that is."
            },
            footer = {"", "Example: dose-agent patient export --patient-id 0815 > answer.json"})
    static final class Export extends OfPatient {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToChange()) {
                PatientRequest requests = agent.keeping().patients();
                Subject subject = requests.find(named());
                Holding holding = requests.holding(subject);
                requireHeld(holding);
                if (dryRun && !json) {
                    print("stored", holding);
                    return 0;
                }
                ObjectNode node = json(holding);
                if (!dryRun) {
                    ArrayNode exams = node.putArray("examList");
                    for (StudyInstanceUid study : holding.studies()) {
                        agent.doses().find(study.value()).forEach(exam -> exams.add(ExamJson.of(exam)));
                    }
                    ArrayNode alerts = node.putArray("alertList");
                    agent.doses().alerts().list(AlertQuery.all()).stream()
                            .filter(alert -> alert.subject()
                                    .study()
                                    .filter(holding.studies()::contains)
                                    .isPresent())
                            .forEach(alert -> alerts.add(AlertsCommand.json(alert)));
                    ArrayNode objects = node.putArray("inboxObjectList");
                    holding.inboxObjects().forEach(objects::add);
                    agent.doses()
                            .note(new AuditAct(
                                    java.time.Instant.now(),
                                    by,
                                    AuditAct.Kind.PATIENT_EXPORTED,
                                    holding.studies().size() + " studies"));
                }
                node.set("kept", kept(requests.kept()));
                data().println(Json.text(node));
            }
            return 0;
        }
    }

    @Command(
            name = "erase",
            description = {
                "Erases everything that is stored about a patient.",
                "It erases exams with reports, events and alerts, and the bytes of received objects.",
                "The erased studies do not come back, neither by reprocess nor by a second sending: a keyed hash of each is kept, and no"
                        + " identifier. With --future, new studies of the patient are refused too. It cannot be undone: begin with --dry-run. The"
                        + " ledger of releases and the audit stay; they hold no identifier. Backups are not changed; it names them."
            },
            footer = {"", "Example: dose-agent patient erase --accession 4711 --dry-run"})
    static final class Erase extends OfPatient {

        @Option(
                names = "--future",
                description = "Also refuses what arrives later about this patient, because the patient objected.")
        boolean future;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToChange()) {
                PatientRequest requests = agent.keeping().patients();
                Subject subject = requests.find(named());
                if (dryRun) {
                    Holding holding = requests.holding(subject);
                    requireHeld(holding);
                    show("would erase", new Result(holding, Optional.empty()), requests);
                    return 0;
                }
                agent.keeping().requireOwnStore("an erasure");
                agent.keeping().withLock(isAlone -> {
                    Holding erased = requests.erase(
                            subject,
                            new PatientRequest.Order(by, future),
                            isAlone ? () -> {} : agent.keeping()::awaitWorker);
                    requireHeld(erased);
                    show(
                            "erased",
                            new Result(erased, Optional.of(agent.keeping().clean())),
                            requests);
                    return true;
                });
            }
            return 0;
        }

        /** What was erased, and what remains; nothing of that with {@code --dry-run}. */
        private record Result(Holding holding, Optional<Cleaned> cleaned) {}

        private void show(String verb, Result result, PatientRequest requests) {
            if (json) {
                ObjectNode node = json(result.holding()).put("dryRun", dryRun);
                result.cleaned().ifPresent(done -> {
                    node.put("compact", done.isCompact());
                    ArrayNode copies = node.putArray("filesWithCopies");
                    done.copies().forEach(file -> copies.add(file.toString()));
                });
                node.set("kept", kept(requests.kept()));
                data().println(Json.text(node));
                return;
            }
            print(verb, result.holding());
            requests.kept().forEach((place, why) -> out().println("kept in " + place + ": " + why));
            result.cleaned().ifPresent(this::showRest);
        }

        private void showRest(Cleaned done) {
            if (!done.isCompact()) {
                err().println(
                                "dose-agent: another process reads the store; run dose-agent purge to empty doses.db-wal");
            }
            done.copies()
                    .forEach(
                            file -> err().println(
                                            "dose-agent: " + file
                                                    + " is older than this erasure and has the patient; delete it, or leave erasures.journal beside it"));
        }
    }
}
