package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalDouble;
import org.doseagent.aggregate.benchmark.FacilityControl;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.aggregate.control.FacilityDocument;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.daemon.RepositoryHost;
import org.doseagent.forward.RepositoryTls;
import org.doseagent.forward.TestCertificates;

/** A repository in a folder, on a day that a test chooses, and hospitals that enrol at it. Close it. */
final class RepositoryRig implements AutoCloseable {

    static final YearMonth JANUARY = YearMonth.of(SimulatedHospital.YEAR, 1);

    private final Path folder;
    private Instant now = Instant.parse("2026-02-01T09:00:00Z");
    final RepositorySettings settings;
    final RepositoryHost host;
    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    RepositoryRig(Path folder) throws Exception {
        this(folder, 5);
    }

    RepositoryRig(Path folder, int minChanged) throws Exception {
        this.folder = folder;
        settings = new RepositorySettings(
                folder.resolve("repository"),
                "Repository of the tests",
                new RepositorySettings.Listen(
                        "127.0.0.1",
                        0,
                        Optional.of(new RepositorySettings.KeyFile(
                                TestCertificates.keyStore(folder, "server"), TestCertificates.PASSWORD))),
                new RepositorySettings.Limits(1 << 20, 16, 64, 4, Duration.ofSeconds(3), 0, 1000, 100),
                new RepositorySettings.Rules(
                        36, 100, 200, 10_000, Duration.ofDays(30), Duration.ofDays(365), minChanged),
                new FacilityControl(10, 50));
        host = RepositoryHost.open(settings, clock);
        host.store().prepareToWrite();
    }

    void day(String date) {
        now = LocalDate.parse(date).atTime(9, 0).toInstant(ZoneOffset.UTC);
    }

    /** What a hospital is given, so that it trusts this server. */
    RepositoryTls tls() throws Exception {
        return new RepositoryTls(
                Optional.empty(), Optional.of(new RepositoryTls.Store(TestCertificates.pem(folder, "authority"), "")));
    }

    /** Returns hospital number {@code seed}, of twice or so the middle size. */
    static SimulatedHospital hospital(int seed) {
        return new SimulatedHospital(
                seed, OptionalDouble.of(2), new DisclosureControl(DisclosureControl.Thresholds.DEFAULT));
    }

    static FacilityDocument.Who who(SimulatedHospital hospital) {
        return new FacilityDocument.Who(hospital.pseudonym, hospital.country);
    }

    String token(SimulatedHospital hospital) {
        return host.enrolment()
                .invite(new Enrolment.Invitation("Hospital", hospital.country, Optional.empty()), new SecureRandom());
    }

    Reply enrol(SimulatedHospital hospital, String token) {
        return host.enrolment().take(FacilityDocument.enrol(who(hospital), token, hospital.signer));
    }

    /** Returns an enrolled hospital. */
    SimulatedHospital enrolled(int seed) {
        SimulatedHospital hospital = hospital(seed);
        assertThat(enrol(hospital, token(hospital))).isEqualTo(Reply.TAKEN);
        return hospital;
    }

    static Release release(SimulatedHospital hospital, YearMonth month) {
        return hospital.close(month, hospital.exams(month)).orElseThrow();
    }

    Reply put(Release release) {
        return host.receiver().put(release.document().submissionId(), release.json());
    }

    static Signer newSigner() {
        return SimulatedHospital.newSigner();
    }

    @Override
    public void close() {
        host.close();
    }
}
