package org.doseagent.pacs;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.jspecify.annotations.Nullable;

/**
 * The objects that come for one C-GET. Keeps dose reports that were asked for, and refuses everything else. A failure to keep one is thrown after
 * the operation, which must end first. Confined to one thread.
 */
final class Arrival implements ObjectSink {

    private final FoundReport report;
    private final boolean takesGeneralClasses;
    private final Inlet inlet;
    private final Set<SopInstanceUid> kept = new LinkedHashSet<>();
    private final Set<SopInstanceUid> otherClasses = new LinkedHashSet<>();
    private final Set<SopInstanceUid> undecided = new LinkedHashSet<>();
    private int unexpected;
    private @Nullable RuntimeException failure;
    private @Nullable InterruptedException interrupt;

    Arrival(FoundReport report, boolean takesGeneralClasses, Inlet inlet) {
        this.report = report;
        this.takesGeneralClasses = takesGeneralClasses;
        this.inlet = inlet;
    }

    @Override
    public StoreStatus store(ReceivedObject object) {
        SopInstanceUid uid = object.sopInstanceUid();
        Optional<SopInstanceUid> wanted = report.sopInstanceUid();
        if (wanted.isPresent() && !wanted.get().equals(uid)) {
            unexpected++;
            return StoreStatus.INVALID_INSTANCE;
        }
        if (!isDoseClass(object.sopClassUid())) {
            otherClasses.add(uid);
            if (DoseReports.GENERAL_CLASSES.contains(object.sopClassUid())) {
                undecided.add(uid);
            }
            return StoreStatus.SOP_CLASS_NOT_SUPPORTED;
        }
        // Sent twice, or again after the association was lost: kept already.
        return kept.contains(uid) || isKept(object) ? StoreStatus.SUCCESS : StoreStatus.OUT_OF_RESOURCES;
    }

    private boolean isDoseClass(String sopClassUid) {
        return DoseReports.CLASSES.contains(sopClassUid)
                || report.sopClassUid().filter(sopClassUid::equals).isPresent()
                || (takesGeneralClasses && DoseReports.GENERAL_CLASSES.contains(sopClassUid));
    }

    private boolean isKept(ReceivedObject object) {
        try {
            inlet.keep(object);
            kept.add(object.sopInstanceUid());
            return true;
        } catch (InterruptedException e) {
            interrupt = e;
        } catch (RuntimeException e) {
            failure = e;
        }
        return false;
    }

    /** Throws what went wrong when an object was kept. */
    void rethrow() throws InterruptedException {
        if (interrupt != null) {
            throw interrupt;
        }
        if (failure != null) {
            throw failure;
        }
    }

    Set<SopInstanceUid> kept() {
        return kept;
    }

    /** Returns whether the one report that was asked for is kept. */
    boolean hasWanted() {
        return report.sopInstanceUid().filter(kept::contains).isPresent();
    }

    /** Returns how many objects were refused because of their class. */
    int otherClasses() {
        return otherClasses.size();
    }

    /** Returns how many of these are of a general class, and may be dose reports nevertheless. */
    int undecided() {
        return undecided.size();
    }

    /** Returns how many objects came that were not asked for. */
    int unexpected() {
        return unexpected;
    }
}
