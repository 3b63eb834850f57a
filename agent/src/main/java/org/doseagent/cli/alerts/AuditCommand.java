package org.doseagent.cli.alerts;

import static org.doseagent.cli.output.Shown.shown;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.store.alerts.AuditEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = "Lists who decided what, and checks that nobody changed this record.",
        subcommands = {AuditCommand.ListEntries.class, AuditCommand.Verify.class},
        footer = {"", "Example: dose-agent audit list"})
public final class AuditCommand extends Group {

    @Command(
            name = "list",
            description = "Lists who did what and when, newest first.",
            footer = {"", "Example: dose-agent audit list --csv > audit.csv"})
    static final class ListEntries extends Listing implements Callable<Integer> {

        private static final Rows<AuditEntry> ENTRIES = Rows.<AuditEntry>describe()
                .field("id", AuditEntry::id, shown("ID"))
                .field("at", AuditEntry::at, shown("AT").as(Look::second))
                .field("who", AuditEntry::who, shown("WHO").free())
                .field("act", AuditEntry::act, shown("ACT"))
                .field("detail", AuditEntry::detail, shown("DETAIL").free().orElse(""))
                .field("hash", AuditEntry::hash)
                .build();

        @Override
        protected Rows<AuditEntry> rows() {
            return ENTRIES;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToRead()) {
                List<AuditEntry> all = agent.doses().audit();
                List<AuditEntry> newest = all.stream()
                        .sorted((first, second) -> Long.compare(second.id(), first.id()))
                        .limit(limit())
                        .toList();
                print(rows(), newest::forEach);
            }
            return 0;
        }
    }

    @Command(
            name = "verify",
            description = {"Checks that no entry was changed, deleted or inserted.", "Exit code 1 if one was."},
            footer = {
                "",
                "A person with write access to the store could replace the whole history by another consistent one. To detect that, keep the"
                        + " last hash in another place, and check with --expect that the history still contains it.",
                "",
                "Example: dose-agent audit verify --expect 9f2b..."
            })
    static final class Verify extends Common implements Callable<Integer> {

        @Option(
                names = "--expect",
                paramLabel = "HASH",
                description = "A hash that must be part of the history. May be repeated.")
        List<String> expected = List.of();

        @Override
        public Integer call() throws Exception {
            for (String hash : expected) {
                if (!hash.matches("[0-9a-fA-F]{64}")) {
                    throw new IllegalArgumentException("--expect " + hash
                            + ": must be a hash of 64 hexadecimal digits, as audit verify prints it");
                }
            }
            try (Agent agent = agentToRead()) {
                List<AuditEntry> all = agent.doses().audit();
                Optional<String> problem = agent.doses()
                        .auditProblem()
                        .or(() -> firstMissing(all).map(hash -> "no entry has the hash " + hash));
                if (problem.isPresent()) {
                    err().println("dose-agent: the audit was changed: " + problem.get());
                    return Main.BAD_NEWS;
                }
                out().println("ok " + Count.of(all.size(), "entry", "entries")
                        + (all.isEmpty()
                                ? ""
                                : ", last hash " + all.get(all.size() - 1).hash()));
            }
            return 0;
        }

        private Optional<String> firstMissing(List<AuditEntry> all) {
            return expected.stream()
                    .filter(hash -> all.stream().noneMatch(entry -> entry.hash().equalsIgnoreCase(hash)))
                    .findFirst();
        }
    }
}
