package org.doseagent.cli.repository;

import static org.doseagent.cli.output.Shown.shown;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.config.ConfigException;
import org.doseagent.daemon.RepositoryHost;
import org.doseagent.net.HostPort;
import org.doseagent.repository.Enrolment;
import org.doseagent.repository.Publisher;
import org.doseagent.repository.RepositorySettings;
import org.doseagent.store.repository.Facility;
import org.doseagent.store.repository.Incident;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "repository",
        description = "Receives the releases of hospitals, and publishes percentiles of them.",
        subcommands = {
            RepositoryCommand.Run.class,
            RepositoryCommand.Enrol.class,
            RepositoryCommand.Facilities.class,
            RepositoryCommand.Incidents.class,
            RepositoryCommand.Publish.class,
            ResultsCommand.class
        },
        footer = {"", "Example: dose-agent repository run"})
public final class RepositoryCommand extends Group {

    static RepositoryHost host(Common command) throws ConfigException {
        return RepositoryHost.open(command.settings().network().repository());
    }

    @Command(
            name = "run",
            description = {
                "Runs the repository in the foreground until it receives SIGTERM.",
                "With repository.keyStore it listens with TLS. Without, it listens with plain HTTP on a loopback address, which is for a trial:"
                        + " agents send releases over https only."
            },
            footer = {"", "Example: dose-agent repository run --set repository.port=8443"})
    static final class Run extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            RepositorySettings settings = settings().network().repository();
            RepositoryHost host = RepositoryHost.open(settings);
            RepositoryHost.Running running = started(host, settings);
            Runtime.getRuntime().addShutdownHook(running.stopper(() -> {
                err().println("stopped");
                err().flush();
                // The virtual machine would exit with 143. A service that stopped on request must exit with 0.
                Runtime.getRuntime().halt(0);
            }));
            String scheme = settings.listen().keyStore().isPresent() ? "https" : "http";
            err().println("ready repository=" + scheme + "://" + HostPort.text(running.address()) + " publicKey="
                    + host.publicKey());
            err().flush();
            new CountDownLatch(1).await();
            return 0;
        }

        private static RepositoryHost.Running started(RepositoryHost host, RepositorySettings settings)
                throws IOException {
            try {
                return host.start();
            } catch (IOException e) {
                host.close();
                throw new IOException(
                        "cannot listen on "
                                + HostPort.text(
                                        settings.listen().host(),
                                        settings.listen().port()) + ": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    @Command(
            name = "enrol",
            description = {
                "Prints a one-time token with which a facility enrols itself.",
                "Give the token to the facility over a channel that you trust. The facility runs dose-agent aggregate enrol --token TOKEN. With"
                        + " --pseudonym the token lets an enrolled facility that has lost its key set a new one."
            },
            footer = {"", "Example: dose-agent repository enrol --name \"Hospital of Lisbon\" --country PT"})
    static final class Enrol extends Common implements Callable<Integer> {

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "Name of the facility for your own lists; never published.")
        String name = "";

        @Option(
                names = "--country",
                required = true,
                paramLabel = "CC",
                description = "Country of the facility, two letters; its releases must have the same.")
        String country = "";

        @Option(names = "--pseudonym", paramLabel = "P", description = "The enrolled facility that has lost its key.")
        @Nullable
        String pseudonym;

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            if (!country.matches("[A-Z]{2}")) {
                throw new IllegalArgumentException("--country " + country + ": must be two letters such as PT");
            }
            if (!name.matches("[^\\p{Cntrl}]{1,200}")) {
                throw new IllegalArgumentException("--name: must be 1 to 200 printable characters");
            }
            try (RepositoryHost host = host(this)) {
                String token = host.enrolment()
                        .invite(
                                new Enrolment.Invitation(name, country, Optional.ofNullable(pseudonym)),
                                new SecureRandom());
                if (json) {
                    data().println(Json.text(Json.object().put("token", token)));
                } else {
                    out().println(token);
                }
            }
            return 0;
        }
    }

    /** A facility beside the number of its releases. */
    private record Enrolled(Facility facility, long releases) {}

    private static final Rows<Enrolled> ENROLLED = Rows.<Enrolled>describe()
            .field("pseudonym", row -> row.facility().identity().pseudonym(), shown("PSEUDONYM"))
            .field("name", row -> row.facility().identity().name(), shown("NAME"))
            .field("country", row -> row.facility().identity().country(), shown("COUNTRY"))
            .field(
                    "enrolledAt",
                    row -> row.facility().enrolledAt(),
                    shown("ENROLLED").as(Look::second))
            .field(
                    "withdrawnAt",
                    row -> row.facility().withdrawnAt(),
                    shown("WITHDRAWN").as(Look::second))
            .field("releases", Enrolled::releases, shown("RELEASES").right())
            .field(
                    "keyNumber",
                    row -> row.facility().key().number(),
                    shown("KEY").right())
            .field("publicKey", row -> row.facility().key().publicKey())
            .build();

    @Command(
            name = "facilities",
            description = "Lists the enrolled facilities, in the order of their enrolment.",
            footer = {"", "Example: dose-agent repository facilities --json"})
    static final class Facilities extends Listing implements Callable<Integer> {

        @Override
        public boolean readsSite() {
            return false;
        }

        @Override
        protected Rows<?> rows() {
            return ENROLLED;
        }

        @Override
        public Integer call() throws Exception {
            try (RepositoryHost host = host(this)) {
                Map<Long, Long> counts = host.store().submissionsByFacility();
                List<Enrolled> all = new ArrayList<>();
                host.store().facilities().stream()
                        .limit(limit())
                        .forEach(each -> all.add(new Enrolled(each, counts.getOrDefault(each.number(), 0L))));
                print(ENROLLED, all::forEach);
            }
            return 0;
        }
    }

    private static final Rows<Incident> INCIDENTS = Rows.<Incident>describe()
            .field("at", Incident::at, shown("AT").as(Look::second))
            .field("facility", Incident::facility, shown("FACILITY").right())
            .field("kind", Incident::kind, shown("KIND"))
            .field("submissionId", Incident::detail, shown("SUBMISSION"))
            .build();

    @Command(
            name = "incidents",
            description = {
                "Lists suspicious releases that were refused, newest first.",
                "They hint at a stolen key, a cloned machine or two histories of one facility.",
                "Exit code 1 if there is one. FACILITY is the number of the facility in repository facilities, from 1."
            },
            footer = {"", "Example: dose-agent repository incidents --limit 20"})
    static final class Incidents extends Listing implements Callable<Integer> {

        @Override
        public boolean readsSite() {
            return false;
        }

        @Override
        protected Rows<?> rows() {
            return INCIDENTS;
        }

        @Override
        public Integer call() throws Exception {
            try (RepositoryHost host = host(this)) {
                List<Incident> incidents = host.store().incidents(limit());
                print(INCIDENTS, incidents::forEach);
                return incidents.isEmpty() ? 0 : Main.BAD_NEWS;
            }
        }
    }

    @Command(
            name = "publish",
            description = {
                "Computes the results now and publishes them, beside a running repository too.",
                "Prints PUBLISHED; NOTHING if no figure may be published; UNCHANGED if every figure is as it was; PUBLISHED_TODAY if there was an"
                        + " edition today, because hospitals identify an edition by its day."
            },
            footer = {"", "Example: dose-agent repository publish"})
    static final class Publish extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (RepositoryHost host = host(this)) {
                Publisher.Outcome outcome = host.publisher().publish();
                out().println(outcome);
            }
            return 0;
        }
    }
}
