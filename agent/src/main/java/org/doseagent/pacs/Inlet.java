package org.doseagent.pacs;

import java.util.Collection;
import java.util.Set;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;

/** The way into the inbox, as {@code import} uses it. Confined to one thread. */
public interface Inlet {

    /** Keeps an object; it is durable at the latest after {@link #settle}. */
    void keep(ReceivedObject object) throws InterruptedException;

    /** Returns once everything that came in before is processed. */
    void settle() throws InterruptedException;

    /** Returns which of these objects are processed. */
    Set<SopInstanceUid> processed(Collection<SopInstanceUid> uids);
}
