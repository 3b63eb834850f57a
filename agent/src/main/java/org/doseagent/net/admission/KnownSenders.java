package org.doseagent.net.admission;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers who has stored an object; beyond the limit, the one that did so longest ago is forgotten. Guarded by its user. */
public final class KnownSenders {

    /** Who calls: the address alone would make a PACS and an attacker behind the same router equal. */
    public record Sender(InetAddress address, String callingAeTitle) {}

    private final Map<Sender, Boolean> senders;

    public KnownSenders(int max) {
        senders = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Sender, Boolean> eldest) {
                return size() > max;
            }
        };
    }

    public void add(Sender sender) {
        senders.remove(sender);
        senders.put(sender, true);
    }

    public boolean contains(Sender sender) {
        return senders.containsKey(sender);
    }
}
