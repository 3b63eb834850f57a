package org.doseagent.net.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.AcceptorSettings.Caller;

/** Who may call: AE title and network. */
public final class Callers {

    private final List<Caller> allowed;

    public Callers(List<Caller> allowed) {
        this.allowed = allowed;
    }

    /**
     * Returns why a caller is refused; empty where it is allowed.
     *
     * @param certificateNames the names in the certificate of the peer, in lower case
     */
    public Optional<String> refusal(AeTitle callingAeTitle, InetAddress peer, Set<String> certificateNames) {
        List<Caller> here = allowed.stream()
                .filter(caller -> caller.aeTitle().equals(callingAeTitle))
                .filter(caller -> caller.hosts().isEmpty()
                        || caller.hosts().stream().anyMatch(network -> contains(network, peer)))
                .toList();
        if (allowed.isEmpty() || here.stream().anyMatch(caller -> hasCertificate(caller, certificateNames))) {
            return Optional.empty();
        }
        return Optional.of(
                here.isEmpty()
                        ? "dicom.allowedCallers has no such calling AE title with this address"
                        : "the peer has no certificate with a name that dicom.allowedCallers lists for its AE title");
    }

    private static boolean hasCertificate(Caller caller, Set<String> names) {
        return caller.certificates().isEmpty() || caller.certificates().stream().anyMatch(names::contains);
    }

    /** Returns whether a network in CIDR notation, or a single numeric address, contains an address. Names are not resolved. */
    static boolean contains(String network, InetAddress address) {
        String[] parts = network.split("/", 2);
        if (!parts[0].matches("[0-9a-fA-F:.]+")) {
            return false;
        }
        try {
            byte[] base = InetAddress.getByName(parts[0]).getAddress();
            byte[] own = address.getAddress();
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : base.length * 8;
            return base.length == own.length && bits >= 0 && bits <= base.length * 8 && samePrefix(base, own, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean samePrefix(byte[] first, byte[] second, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >>> bit % 8;
            if ((first[bit / 8] & mask) != (second[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
