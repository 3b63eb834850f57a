package org.doseagent.release;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.dose.Diagnosis;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.store.ledger.ReleaseJournal;
import org.doseagent.store.ledger.ReleaseLedger;

/**
 * Decides whether anything may be released at all, and whether a month may be: the site must have named its scanners and senders, and the
 * release journal must not know more than the ledger. Thread-safe.
 */
public final class ReleaseGate {

    private final ReleaseLedger ledger;
    private final List<String> unnamed;

    /** Guards the releases of a ledger that counts the exams of these scanners, sent by these callers. */
    public ReleaseGate(ReleaseLedger ledger, Inventory inventory, Set<AeTitle> callers) {
        this.ledger = ledger;
        List<String> empty = new ArrayList<>();
        if (inventory.scanners().isEmpty()) {
            empty.add("devices");
        }
        if (callers.isEmpty()) {
            empty.add("dicom.allowedCallers");
        }
        this.unnamed = List.copyOf(empty);
    }

    /** Returns why no month is released; empty when the site has named its scanners and senders. */
    Optional<String> hold() {
        return unnamed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "nothing is released until " + String.join(" and ", unnamed)
                                + (unnamed.size() == 1 ? " is" : " are")
                                + " set: without them, an unknown sender could add forged exams and infer real doses from a release");
    }

    /** Returns why a month must not be closed or corrected, with the way out; empty when it may. */
    Optional<String> obstacle(CalendarPeriod period) {
        return hold().or(ledger.journal()::problem)
                .or(() -> ledger.onlyInJournal().stream()
                        .filter(entry -> entry.period().overlaps(period))
                        .findFirst()
                        .map(ReleaseGate::describe));
    }

    private static String describe(ReleaseJournal.Entry entry) {
        return entry.period() + " was released on "
                + entry.at().atOffset(ZoneOffset.UTC).toLocalDate()
                + " as sequence " + entry.sequence() + " of site " + entry.site() + ", submission "
                + entry.submissionId() + ", and doses.db does not have that release. The month is not released again."
                + " Put back the doses.db that has it, or the site.id; other months are not affected";
    }

    /** Returns what {@code doctor} reports. */
    public List<Diagnosis> diagnoses() {
        List<Diagnosis> found = new ArrayList<>();
        found.add(hold().map(reason -> Diagnosis.warn(
                        "aggregates",
                        reason,
                        "dose-agent devices list shows the scanners seen; set devices and dicom.allowedCallers"))
                .orElseGet(() -> Diagnosis.ok("aggregates", "scanners and senders are named")));
        found.add(journal());
        return found;
    }

    private Diagnosis journal() {
        Optional<String> problem = ledger.journal().problem();
        if (problem.isPresent()) {
            return Diagnosis.bad(
                    "release-journal",
                    problem.get() + "; nothing is released",
                    "put back the file releases.journal from a backup of the data directory");
        }
        List<ReleaseJournal.Entry> missing = ledger.onlyInJournal();
        int all = ledger.journal().entries().size();
        return missing.isEmpty()
                ? Diagnosis.ok("release-journal", all + " releases, all of them in the ledger")
                : Diagnosis.bad(
                        "release-journal",
                        missing.size() + " of " + all + " releases are not in doses.db, the first: "
                                + describe(missing.get(0)),
                        "put back the doses.db or the site.id that the releases were made with");
    }
}
