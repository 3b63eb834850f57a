package org.doseagent.cli.alerts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Columns;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.store.alerts.AuditEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = "Shows who did what, and checks that nobody changed the record.",
        subcommands = {AuditCommand.ListEntries.class, AuditCommand.Verify.class},
        footer = {"", "Example: dose-agent audit list"})
public final class AuditCommand extends Group {

    @Command(
            name = "list",
            description = "Lists the acts, newest first.",
            footer = {"", "Example: dose-agent audit list --csv > audit.csv"})
    static final class ListEntries extends Listing implements Callable<Integer> {

        private static final Columns<AuditEntry> ENTRIES = new Columns<>(
                ListEntries::json,
                List.of("id", "at", "who", "act", "detail", "hash"),
                List.of("ID", "AT", "WHO", "ACT", "DETAIL"),
                entry -> List.of("" + entry.id(), Table.time(entry.at()), entry.who(), entry.act(), entry.detail()));

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                List<AuditEntry> all = agent.doses().audit();
                List<AuditEntry> newest = all.stream()
                        .sorted((first, second) -> Long.compare(second.id(), first.id()))
                        .limit(limit())
                        .toList();
                print(ENTRIES, newest::forEach);
            }
            return 0;
        }

        private static ObjectNode json(AuditEntry entry) {
            return Json.object()
                    .put("id", entry.id())
                    .put("at", entry.at().toString())
                    .put("who", entry.who())
                    .put("act", entry.act())
                    .put("detail", entry.detail())
                    .put("hash", entry.hash());
        }
    }

    @Command(
            name = "verify",
            description = "Checks that no entry was changed, deleted, inserted or cut off; exit 1 when one was.",
            footer = {
                "",
                "Who may write the file of the store can, with effort, write another history that is whole. Note the last hash",
                "elsewhere from time to time, and ask with --expect whether it is still part of the history.",
                "",
                "Example: dose-agent audit verify --expect 9f2b..."
            })
    static final class Verify extends Common implements Callable<Integer> {

        @Option(names = "--expect", paramLabel = "HASH", description = "a hash noted before; repeatable")
        List<String> expected = List.of();

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                List<AuditEntry> all = agent.doses().audit();
                Optional<String> problem = agent.doses()
                        .auditProblem()
                        .or(() -> firstMissing(all).map(hash -> "no entry has the hash " + hash));
                if (problem.isPresent()) {
                    err().println("dose-agent: the audit was changed: " + problem.get());
                    return Main.BAD_NEWS;
                }
                out().println("ok " + all.size() + " entries"
                        + (all.isEmpty()
                                ? ""
                                : ", last hash " + all.get(all.size() - 1).hash()));
            }
            return 0;
        }

        private Optional<String> firstMissing(List<AuditEntry> all) {
            return expected.stream()
                    .filter(hash -> all.stream().noneMatch(entry -> entry.hash().equals(hash)))
                    .findFirst();
        }
    }
}
