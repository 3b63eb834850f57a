package org.doseagent.net.calling;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.doseagent.dose.Diagnosis;
import org.doseagent.net.HostPort;
import org.doseagent.net.ListenProbe;
import org.doseagent.net.tls.TlsIdentity;

/** What {@code doctor} checks on the network: free ports, and peers that answer a C-ECHO. */
public final class NetworkChecks {

    /** A hospital needs weeks to renew a certificate. */
    private static final Duration EARLY = Duration.ofDays(30);

    private NetworkChecks() {}

    /** What listens on a port of the daemon. */
    public enum Listener {
        DICOM("dicom-port"),
        DICOM_TLS("dicom-tls-port"),
        HTTP("http-port");

        private final String check;

        Listener(String check) {
            this.check = check;
        }
    }

    /** Checks that an address is free to listen on; for a data directory on which no daemon runs. */
    public static Diagnosis free(Listener listener, String host, int port) {
        String check = listener.check;
        String address = HostPort.text(host, port);
        return ListenProbe.obstacle(host, port)
                .map(why -> Diagnosis.bad(
                        check,
                        address + " cannot be listened on: " + why,
                        "no daemon runs on this data directory, so another program uses the port, or the address is not one of this"
                                + " machine"))
                .orElseGet(() -> Diagnosis.ok(check, address + " is free; no daemon runs on this data directory"));
    }

    /** Checks the files of {@code dicom.tls}, and when our certificate and the authorities expire. */
    public static List<Diagnosis> certificates(TlsIdentity identity, Instant now) {
        try {
            List<Diagnosis> found = new ArrayList<>();
            identity.ends().forEach((name, end) -> found.add(certificate(name + "-certificate", end, now)));
            return found;
        } catch (IOException e) {
            return List.of(Diagnosis.bad("dicom-certificate", String.valueOf(e.getMessage()), "see dicom.tls"));
        }
    }

    private static Diagnosis certificate(String check, Instant end, Instant now) {
        if (end.isBefore(now)) {
            return Diagnosis.bad(check, "expired on " + end, "renew it; peers refuse TLS connections");
        }
        String text = "expires on " + end + ", in " + Duration.between(now, end).toDays() + " days";
        return end.isBefore(now.plus(EARLY))
                ? Diagnosis.warn(check, text, "renew it now; the agent reads new files by itself")
                : Diagnosis.ok(check, text);
    }

    /** Checks that the daemon answers a C-ECHO on its own address. */
    public static Diagnosis daemon(Requestor.Settings self) {
        String address = HostPort.text(self.remote().host(), self.remote().port());
        try (Requestor requestor = Requestor.connect(self, Set.of())) {
            return requestor.echo() == 0
                    ? Diagnosis.ok("daemon", "runs and answers C-ECHO on " + address)
                    : Diagnosis.bad("daemon", "answers C-ECHO with a failure", "look at its log");
        } catch (IOException e) {
            return Diagnosis.warn(
                    "daemon",
                    "runs, but accepted no association on " + address + ": " + e.getMessage(),
                    "look at dicom.allowedCallers and the log");
        }
    }

    /** Checks that an archive of the site answers a C-ECHO. */
    public static Diagnosis archive(Requestor.Settings archive) {
        try (Requestor requestor = Requestor.connect(archive, Set.of())) {
            return requestor.echo() == 0
                    ? Diagnosis.ok("pacs", archive.remote() + " answers C-ECHO")
                    : Diagnosis.warn(
                            "pacs", archive.remote() + " answers C-ECHO with a failure", "look at the log of the PACS");
        } catch (IOException e) {
            return Diagnosis.warn(
                    "pacs",
                    String.valueOf(e.getMessage()),
                    "register the AE title " + archive.ownAeTitle().value() + " in the PACS, and compare the key pacs");
        }
    }
}
