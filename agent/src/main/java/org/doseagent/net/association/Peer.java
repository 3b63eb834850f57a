package org.doseagent.net.association;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.doseagent.dose.identity.AeTitle;

/** Who is at the other end of an association, and under which title it called us. */
public record Peer(AeTitle callingAeTitle, AeTitle calledAeTitle, InetAddress address) {

    private static final Pattern UNPRINTABLE = Pattern.compile("[^A-Za-z0-9_.-]");

    String host() {
        return address.getHostAddress();
    }

    /** Returns a text of a peer for a log line: anything but letters, digits and a few signs is replaced. */
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }
}
