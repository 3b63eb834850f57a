package org.doseagent.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.tls.TlsClient;
import org.doseagent.store.StoreException;
import org.doseagent.store.exams.DoseStore;

/** Sends a C-ECHO to the daemon's own address, as a PACS would, and commits a write to the store. */
final class SelfCheck {

    private static final Duration ECHO_TIMEOUT = Duration.ofSeconds(5);

    private final Requestor.Settings self;
    private final DoseStore doses;

    /** Takes the address that the daemon listens on: that with TLS where there is no other. */
    SelfCheck(AcceptorSettings dicom, InetSocketAddress address, DoseStore doses) {
        this.self = new Requestor.Settings(
                dicom.aeTitle(),
                new Requestor.Remote(dicom.aeTitle(), host(address), address.getPort(), ofSelf(dicom)),
                ECHO_TIMEOUT);
        this.doses = doses;
    }

    /** Returns how the daemon calls itself: with TLS where there is no other port. Its certificate does not name the loopback address. */
    static Optional<TlsClient> ofSelf(AcceptorSettings dicom) {
        return dicom.tlsPort().filter(AcceptorSettings.Tls::isOnly).map(tls -> new TlsClient(tls.identity(), false));
    }

    /** Returns the address to call: loopback where the daemon listens on every address. */
    private static String host(InetSocketAddress address) {
        InetAddress bound = address.getAddress();
        return (bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound).getHostAddress();
    }

    /** Returns settings that also admit the daemon itself, from the address that it listens on and from loopback. */
    static AcceptorSettings admittingSelf(AcceptorSettings settings) throws IOException {
        AcceptorSettings.Access access = settings.access();
        if (access.callers().isEmpty()) {
            return settings;
        }
        List<AcceptorSettings.Caller> callers = new ArrayList<>(access.callers());
        callers.add(new AcceptorSettings.Caller(
                settings.aeTitle(),
                List.of(
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        InetAddress.getByName(settings.host()).getHostAddress())));
        return settings.withAccess(
                new AcceptorSettings.Access(access.acceptsAnyCalledAeTitle(), callers, access.offersCommitment()));
    }

    /** Returns the problem; empty when the echo and the write succeeded. */
    Optional<String> problem() {
        return echo().or(this::write);
    }

    /** Returns what is wrong and may be cured by a new start: a full disk is not. */
    Optional<String> stuck() {
        return echo().or(() -> {
            try {
                doses.checkWritable();
                return Optional.empty();
            } catch (StoreException e) {
                return e.isRetryable() ? Optional.empty() : Optional.of("the store takes no writes: " + e.getMessage());
            }
        });
    }

    private Optional<String> echo() {
        try (Requestor requestor = Requestor.connect(self, Set.of())) {
            int status = requestor.echo();
            return status == 0
                    ? Optional.empty()
                    : Optional.of("the C-ECHO to itself was answered with status " + Integer.toHexString(status) + "H");
        } catch (IOException e) {
            return Optional.of("the C-ECHO to itself failed: " + e.getMessage());
        }
    }

    private Optional<String> write() {
        try {
            doses.checkWritable();
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of("the store takes no writes: " + e.getMessage());
        }
    }
}
