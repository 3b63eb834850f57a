package org.doseagent.cli.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.channels.FileLock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.store.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "copy",
        description = {
            "Copies doses.db into a PostgreSQL database.",
            "Agents of other sites may share the database. Stop the daemon first. The copy is complete or has no effect: count and hash of each table are compared before it is committed."
                    + " doses.db stays as it is. User and password are store.user and store.password; the user needs the right to make"
                    + " tables, or somebody who has it has made them (docs/network.md)."
        },
        footer = {"", "Example: dose-agent db copy --to jdbc:postgresql://db.example.org/dose"})
final class DbCopyCommand extends Common implements Callable<Integer> {

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "The database, as store.url names it: jdbc:postgresql://HOST:PORT/DATABASE.")
    String to = "";

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        if (!to.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("--to: \"" + to + "\": must be jdbc:postgresql://HOST:PORT/DATABASE.");
        }
        overrides.put("store.url", to);
        Map<String, Long> rows;
        try (Agent agent = agent()) {
            FileLock lock = agent.directory()
                    .lock()
                    .orElseThrow(
                            () -> new IllegalStateException("a daemon runs on this data directory; stop it first"));
            try {
                rows = agent.stores().copyToDatabase();
            } finally {
                DataDirectory.release(lock);
            }
        }
        print(rows);
        return 0;
    }

    private void print(Map<String, Long> rows) {
        if (json) {
            ObjectNode node = Json.object();
            ObjectNode tables = node.putObject("rows");
            rows.forEach(tables::put);
            data().println(Json.text(node));
            return;
        }
        long all = rows.values().stream().mapToLong(Long::longValue).sum();
        out().println("copied " + all + " rows of " + rows.size() + " tables, "
                + Optional.ofNullable(rows.get("exam")).orElse(0L) + " exams; counts and hashes are equal");
        err().println("dose-agent: set store.url to the database and start the daemon; keep doses.db until it runs");
    }
}
