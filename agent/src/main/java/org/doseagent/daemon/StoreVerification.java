package org.doseagent.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.doseagent.dose.Diagnosis;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.sql.Database;

/** Runs the checks of all stores, each over everything that it holds. Changes nothing. */
final class StoreVerification {

    private static final String ADVICE =
            "restore the newest backup into an empty data directory (dose-agent db restore), or have the PACS send the reports again";

    private static final List<String> TABLES = List.of("exam", "report", "event", "alert", "audit", "release");

    private final Agent agent;
    private final Supplier<Diagnosis> keys;

    StoreVerification(Agent agent, Supplier<Diagnosis> keys) {
        this.agent = agent;
        this.keys = keys;
    }

    List<Diagnosis> run() {
        return agent.stores().areInSharedDatabase() ? logically(new ArrayList<>()) : ofFile();
    }

    private List<Diagnosis> ofFile() {
        Path file = agent.settings().store().folder().resolve("doses.db");
        List<Diagnosis> found = new ArrayList<>();
        if (!Files.exists(file)) {
            found.add(
                    Diagnosis.warn("store", "there is no doses.db; nothing was stored", "see dataDir and --data-dir"));
            return found;
        }
        List<String> problems = Database.problems(file);
        if (!problems.isEmpty()) {
            found.add(Diagnosis.bad("store", String.join("; ", problems), ADVICE));
            return found; // what reads it would only fail
        }
        found.add(Diagnosis.ok("store", "doses.db is intact: " + text(Database.count(file, TABLES))));
        return logically(found);
    }

    /** Adds what does not depend on the kind of database. */
    private List<Diagnosis> logically(List<Diagnosis> found) {
        found.add(agent.doses()
                .auditProblem()
                .map(problem -> Diagnosis.bad("audit", problem, ADVICE))
                .orElseGet(() -> Diagnosis.ok("audit", "the chain of the audit is whole")));
        found.add(ledgerProblem(agent.ledger())
                .map(problem -> Diagnosis.bad("ledger", problem, ADVICE))
                .orElseGet(() -> Diagnosis.ok("ledger", "the chains of ledger and release journal are whole")));
        found.add(inbox());
        found.add(counts());
        found.add(keys.get());
        return List.copyOf(found);
    }

    private static String text(Map<String, Long> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach((table, rows) -> words.add(rows + " " + table + (rows == 1 ? "" : "s")));
        return String.join(", ", words);
    }

    private static Optional<String> ledgerProblem(ReleaseLedger ledger) {
        return ledger.firstBrokenCell()
                .map(cell -> "the ledger was changed; the first cell that breaks its chain is " + cell)
                .or(() -> ledger.journal().problem());
    }

    private Diagnosis inbox() {
        long intact = agent.inbox().verify();
        long damaged = agent.inbox().damagedPlaces();
        return damaged == 0
                ? Diagnosis.ok("inbox", intact + " records of the log of received objects are intact")
                : Diagnosis.bad("inbox", damaged + " damaged places in the log of received objects", ADVICE);
    }

    /** The counts that triggers keep must be those of the rows. */
    private Diagnosis counts() {
        Map<State, Long> kept = new LinkedHashMap<>(agent.doses().received().storedCounts());
        Map<State, Long> counted = agent.doses().received().recount();
        return kept.equals(counted)
                ? Diagnosis.ok("counts", "the counts of received objects are those of the rows: " + counted)
                : Diagnosis.bad(
                        "counts", "received objects are counted as " + kept + ", and the rows are " + counted, ADVICE);
    }
}
