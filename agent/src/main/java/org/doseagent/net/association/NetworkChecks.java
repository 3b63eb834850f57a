package org.doseagent.net.association;

import java.io.IOException;
import java.util.Set;
import org.doseagent.dose.Diagnosis;
import org.doseagent.net.HostPort;
import org.doseagent.net.ListenProbe;

/** What {@code doctor} checks on the network: free ports, and peers that answer a C-ECHO. */
public final class NetworkChecks {

    private NetworkChecks() {}

    /** Checks that an address is free to listen on; for a data directory on which no daemon runs. */
    public static Diagnosis free(String check, String host, int port) {
        String address = HostPort.text(host, port);
        return ListenProbe.obstacle(host, port)
                .map(why -> Diagnosis.bad(
                        check,
                        address + " cannot be listened on: " + why,
                        "no daemon runs on this data directory, so another program uses the port, or the address is not one of this"
                                + " machine"))
                .orElseGet(() -> Diagnosis.ok(check, address + " is free; no daemon runs on this data directory"));
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
