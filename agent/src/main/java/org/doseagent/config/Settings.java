package org.doseagent.config;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Optional;
import org.doseagent.net.AcceptorSettings;

/** The validated configuration; {@code config/agent.yaml} documents each key. Paths are absolute. */
public record Settings(
        String siteId,
        String country,
        Path dataDir,
        AcceptorSettings dicom,
        Http http,
        Store store,
        Drl drl,
        Alerts alerts,
        Aggregate aggregate,
        Forward forward,
        NotifySettings notification,
        List<Pacs> pacs,
        List<Scanner> devices,
        NotPatients notPatients,
        Completeness completeness,
        Benchmark benchmark) {

    public Settings {
        pacs = List.copyOf(pacs);
        devices = List.copyOf(devices);
    }

    public record Http(boolean enabled, String host, int port) {}

    /** How a patient is known in the store: under a keyed pseudonym, or under the Patient ID as it came. */
    public enum PatientIdentity {
        PSEUDONYM,
        ID
    }

    public record Store(
            PatientIdentity patientIdentity, Duration rawRetention, long minFreeDisk, long maxWaitingObjects) {}

    public record Drl(
            Path categories,
            List<Path> mapping,
            List<Path> sets,
            List<Path> rules,
            BigDecimal farAboveMultiple,
            int lastN,
            BigDecimal farBelow) {
        public Drl {
            mapping = List.copyOf(mapping);
            rules = List.copyOf(rules);
            sets = List.copyOf(sets);
        }
    }

    public record Alerts(List<String> reasons, int changeDays, Silence silence, Creep creep) {
        public Alerts {
            reasons = List.copyOf(reasons);
        }
    }

    /** When a scanner is silent; {@code holidays} are days of one year, {@code yearlyHolidays} of every year. */
    public record Silence(
            int weeks,
            int leastExams,
            int leastHours,
            BigDecimal busiestDays,
            List<LocalDate> holidays,
            List<MonthDay> yearlyHolidays) {
        public Silence {
            holidays = List.copyOf(holidays);
            yearlyHolidays = List.copyOf(yearlyHolidays);
        }
    }

    public record Creep(int baselineExams, BigDecimal reference, BigDecimal decision, int leastRisePercent) {}

    public record Aggregate(
            int minExams, int minPatients, int maxExamsPerPatient, Duration closeAfter, Privacy differentialPrivacy) {}

    /** Differential privacy of what leaves; off unless the site wants it. */
    public record Privacy(boolean isEnabled, BigDecimal epsilonPerCell, BigDecimal epsilonPerPeriod) {}

    public record Forward(
            String transport,
            Path folder,
            Optional<URI> url,
            String format,
            Optional<String> bearerToken,
            Tls tls,
            String proxy,
            Duration connectTimeout,
            Duration answerTimeout,
            Retry retry) {}

    /** The files of TLS towards the repository, with their passwords. */
    public record Tls(
            Optional<Path> keyStore,
            Optional<String> keyStorePassword,
            Optional<Path> trustStore,
            Optional<String> trustStorePassword) {}

    public record Retry(Duration first, Duration longest) {}

    /** Whether nothing but CT takes accession numbers of the site's sequence, so that a number left out is a missing exam. */
    public record Completeness(boolean accessionNumbersAreCtOnly) {}

    /** Whose percentiles of other hospitals are taken: Ed25519 keys, X.509 SubjectPublicKeyInfo in base64. */
    public record Benchmark(List<String> publicKeys) {
        public Benchmark {
            publicKeys = List.copyOf(publicKeys);
        }
    }

    /** Patterns by which phantoms and quality control are known; {@code *} stands for any characters. */
    public record NotPatients(List<String> names, List<String> ids, List<String> protocols) {
        public NotPatients {
            names = List.copyOf(names);
            ids = List.copyOf(ids);
            protocols = List.copyOf(protocols);
        }
    }

    /** An archive that may be asked for dose reports. */
    public record Pacs(String aeTitle, String host, int port) {}

    /** What a dose report does not say of a scanner: the year of its installation, and its detector rows. */
    public record Scanner(String serialNumber, Optional<Integer> installed, Optional<Integer> detectorRows) {}
}
