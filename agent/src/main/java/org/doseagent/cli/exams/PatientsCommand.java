package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Doer;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.drl.patient.EffectiveDose;
import org.doseagent.review.PatientReview;
import org.doseagent.review.PatientReview.Patient;
import org.doseagent.review.PatientReview.Visit;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.exams.ExamQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "patients",
        description = "Shows the doses of patients over time, by pseudonym; patients.enabled must be true.",
        subcommands = {PatientsCommand.ListPatients.class, PatientsCommand.Show.class},
        footer = {"", "Example: dose-agent patients list --by \"M. Physicist\""})
public final class PatientsCommand extends Group {

    private static final String WARNING =
            "dose-agent: effective dose compares exams and populations; it is not the risk of a patient. Factors: "
                    + EffectiveDose.SOURCE;

    private static final Rows<Patient> PATIENTS = Rows.<Patient>describe()
            .field("patientKey", patient -> patient.key().value(), shown("PATIENT"))
            .field("exams", patient -> patient.visits().size(), shown("EXAMS").right())
            .field(
                    "dlp16MGyCm",
                    patient -> patient.dlpMGyCm(16),
                    shown("DLP 16 cm").right())
            .field(
                    "dlp32MGyCm",
                    patient -> patient.dlpMGyCm(32),
                    shown("DLP 32 cm").right())
            .field(
                    "effectiveDoseMSv",
                    patient -> rounded(patient.milliSievert()),
                    shown("mSv").right())
            .field("largestOfYearsMSv", patient -> rounded(patient.largestMilliSievert()))
            .field(
                    "partsWithoutFactor",
                    Patient::partsWithout,
                    shown("PARTS WITHOUT").right())
            .field("marks", Patient::marks, shown("MARKS").as(Look::words).orElse(""))
            .build();

    private static final Rows<Visit> VISITS = Rows.<Visit>describe()
            .field("studyDateTime", Visit::at, shown("DATE").as(Look::minute))
            .field("accessionNumber", Visit::accessionNumber, shown("ACCESSION"))
            .field("categories", Visit::categories)
            .field("effectiveDoseMSv", visit -> rounded(visit.milliSievert()))
            .field("partsWithoutFactor", Visit::partsWithout)
            .build();

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
    }

    /** Which patients are shown, for the audit; names nobody. */
    private record Shown(String audited) {

        static Shown ofAll() {
            return new Shown("list");
        }

        static Shown of(PatientKey key) {
            return new Shown(
                    "show, sha256 of the key " + Sha256.hexOfTexts(key.value()).substring(0, 12));
        }
    }

    /** Returns the review, and writes who asked into the audit; refuses while the switch is off. */
    private static PatientReview review(Agent agent, String by, Shown shown) {
        if (!agent.settings().review().patients().isEnabled()) {
            throw new IllegalArgumentException(
                    "patients.enabled is false: doses are not summed by patient. The data protection officer of the site decides about it");
        }
        if (by.isBlank()) {
            throw new IllegalArgumentException("--by: must name the person who asks");
        }
        agent.doses().note(new AuditAct(agent.clock().instant(), by, AuditAct.Kind.PATIENTS_SHOWN, shown.audited()));
        return new PatientReview(
                agent.doses(),
                agent.levels().categories(),
                agent.settings().review().patients());
    }

    @Command(
            name = "list",
            description = {
                "Lists the doses of patients over time, the highest first.",
                "It prints the number of exams, the DLP on each phantom and the effective dose.",
                "MARKS: what the settings under patients call remarkable. PARTS WITHOUT: parts of exams that have no conversion factor. The audit"
                        + " records who asked."
            },
            footer = {"", "Example: dose-agent patients list --by \"M. Physicist\" --since 2021-01-01"})
    static final class ListPatients extends Listing implements Callable<Integer> {

        @Mixin
        Period period = new Period();

        @Option(
                names = "--by",
                paramLabel = "WHO",
                description = "Name of the person who asks, for the audit. Default: the user of the system.")
        String by = Doer.systemUser();

        @Option(names = "--marked", description = "Only patients with a mark.")
        boolean marked;

        @Override
        protected Rows<Patient> rows() {
            return PATIENTS;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToWrite()) {
                Period.Days days = period.days(agent);
                List<Patient> patients = review(agent, by, Shown.ofAll())
                        .patients(ExamQuery.all().from(days.first()).until(days.last()));
                print(
                        rows(),
                        patients.stream()
                                .filter(patient -> !marked || !patient.marks().isEmpty())
                                .limit(limit())::forEach);
                err().println(WARNING);
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "Shows the exams of one patient; the audit records who asked.",
            footer = {"", "Example: dose-agent patients show 3f9a… --by \"M. Physicist\" --json"})
    static final class Show extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "KEY", description = "Pseudonym of the patient, from patients list or exams show.")
        String key = "";

        @Option(
                names = "--by",
                paramLabel = "WHO",
                description = "Name of the person who asks, for the audit. Default: the user of the system.")
        String by = Doer.systemUser();

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToWrite()) {
                PatientKey patientKey = new PatientKey(key);
                Optional<Patient> found = review(agent, by, Shown.of(patientKey)).patients(ExamQuery.all()).stream()
                        .filter(patient -> patient.key().equals(patientKey))
                        .findFirst();
                if (found.isEmpty()) {
                    err().println("dose-agent: no patient has this pseudonym");
                    return Main.NOT_FOUND;
                }
                print(found.get());
            }
            return 0;
        }

        private void print(Patient patient) {
            err().println(WARNING);
            if (json) {
                var node = PATIENTS.json(patient);
                node.set("visits", Json.array(patient.visits(), VISITS::json));
                data().println(Json.text(node));
                return;
            }
            out().println(patient.visits().size() + " exams; DLP " + patient.dlpMGyCm(16) + " mGy·cm on 16 cm, "
                    + patient.dlpMGyCm(32) + " mGy·cm on 32 cm; effective dose " + rounded(patient.milliSievert())
                    + " mSv, without " + patient.partsWithout() + " parts that have no factor");
            patient.marks().forEach(mark -> out().println("Mark: " + mark));
            Table table = new Table("DATE", "ACCESSION", "CATEGORIES", "mSv");
            patient.visits()
                    .forEach(visit -> table.add(
                            visit.at().map(Table::time).orElse("-"),
                            visit.accessionNumber().orElse("-"),
                            String.join(" ", visit.categories()),
                            rounded(visit.milliSievert()).toPlainString()));
            table.print(out());
        }
    }
}
