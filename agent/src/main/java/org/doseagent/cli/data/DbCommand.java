package org.doseagent.cli.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Doer;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.DataKeeping.BackupOrder;
import org.doseagent.daemon.DataKeeping.Migration;
import org.doseagent.daemon.DataKeeping.RestoreOrder;
import org.doseagent.daemon.DataKeeping.Restored;
import org.doseagent.dose.Diagnosis;
import org.doseagent.store.backup.BackupFile;
import org.doseagent.store.backup.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "db",
        description = "Backs up, restores, checks and updates the stores.",
        subcommands = {
            DbCommand.Backup.class,
            DbCommand.Restore.class,
            DbCommand.Verify.class,
            DbCommand.Migrate.class,
            DbCommand.AcceptKeys.class,
            DbCopyCommand.class
        },
        footer = {"", "Example: dose-agent db backup /mnt/backup/dose-agent.zip"})
public final class DbCommand extends Group {

    private static ObjectNode json(Manifest manifest) {
        ObjectNode node = Json.object()
                .put("createdAt", manifest.head().createdAt().toString())
                .put("program", manifest.head().source().program())
                .put("site", manifest.head().source().site())
                .put("schema", manifest.head().schema())
                .put("hasKeys", manifest.head().hasKeys())
                .put("files", manifest.files().size())
                .put("bytes", manifest.bytes());
        ObjectNode counts = node.putObject("counts");
        manifest.counts().forEach(counts::put);
        return node;
    }

    private static String text(Manifest manifest) {
        return manifest.files().size() + " files, " + manifest.bytes() + " bytes, "
                + manifest.counts().getOrDefault("exam", 0L) + " exams, schema "
                + manifest.head().schema();
    }

    @Command(
            name = "backup",
            description = {
                "Writes everything that the agent stores into one file, also while the daemon runs.",
                "The file contains the stores, the received objects, the release journal and the keys.",
                "The file has mode 0600. It contains the received reports with the names of patients, and the keys of the site: store it like"
                        + " patient records. With --without-keys, keep secret.key and signing.key in another safe place; a restore needs them."
            },
            footer = {"", "Example: dose-agent db backup /mnt/backup/dose-agent-2026-11-25.zip"})
    static final class Backup extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist.")
        @Nullable
        Path file;

        @Option(names = "--without-keys", description = "Leaves out secret.key and signing.key.")
        boolean withoutKeys;

        @Option(
                names = "--by",
                paramLabel = "WHO",
                description = "Who asked for it, for the audit. Default: the user of the system.")
        String by = Doer.systemUser();

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            Path target = java.util.Objects.requireNonNull(file);
            try (Agent agent = agentToChange()) {
                Manifest manifest = agent.keeping().backup(target, new BackupOrder(by, !withoutKeys));
                if (json) {
                    data().println(Json.text(json(manifest).put("file", target.toString())));
                } else {
                    out().println("wrote " + target + ": " + text(manifest));
                }
                err().println(
                                withoutKeys
                                        ? "dose-agent: the keys are not in it; keep secret.key and signing.key, a restore needs them"
                                        : "dose-agent: it contains patient names and the keys of the site; store it like patient records");
            }
            return 0;
        }
    }

    @Command(
            name = "restore",
            description = {
                "Restores a backup into the empty data directory, on this machine or another one.",
                "It checks every hash before anything is in its place. Where the backup is older than an erasure, the file erasures.journal"
                        + " beside the backup has the erasure repeated. Start the daemon afterwards."
            },
            footer = {"", "Example: dose-agent db restore /mnt/backup/dose-agent.zip --data-dir /var/lib/dose-agent"})
    static final class Restore extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "FILE", description = "The backup.")
        @Nullable
        Path file;

        @Option(
                names = "--keys",
                paramLabel = "DIR",
                description = "The folder with secret.key and signing.key, for a backup without them.")
        @Nullable
        Path keys;

        @Option(
                names = "--by",
                paramLabel = "WHO",
                description = "Who restores, for the audit. Default: the user of the system.")
        String by = Doer.systemUser();

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Restored restored = agent.keeping()
                        .restore(
                                java.util.Objects.requireNonNull(file),
                                new RestoreOrder(by, Optional.ofNullable(keys)));
                if (json) {
                    data().println(Json.text(json(restored.manifest())
                            .put("dataDir", agent.settings().store().folder().toString())
                            .put("erasedAgain", restored.erasedAgain())));
                } else {
                    out().println("restored into " + agent.settings().store().folder() + ": "
                            + text(restored.manifest())
                            + (restored.erasedAgain() > 0
                                    ? "; " + restored.erasedAgain() + " exams were erased again"
                                    : ""));
                }
            }
            return 0;
        }
    }

    @Command(
            name = "verify",
            description = {
                "Checks everything that is stored.",
                "It checks the database, the chains of audit and ledger, every received object, the counts and the keys. Exit code 1 if one is bad.",
                "With FILE, it checks a backup instead: every hash of its manifest."
            },
            footer = {"", "Example: dose-agent db verify --json"})
    static final class Verify extends Common implements Callable<Integer> {

        @Parameters(arity = "0..1", paramLabel = "FILE", description = "A backup; default: the stores.")
        @Nullable
        Path file;

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            List<Diagnosis> found = file == null ? ofStores() : ofBackup(file);
            Diagnosis.Status worst = found.stream()
                    .map(Diagnosis::status)
                    .max(Diagnosis.Status::compareTo)
                    .orElse(Diagnosis.Status.OK);
            if (json) {
                ObjectNode node = Json.object().put("status", worst.label());
                node.set("checks", Json.array(found, Verify::json));
                data().println(Json.text(node));
            } else {
                found.forEach(each -> out().println(String.format(
                        Locale.ROOT,
                        "%-4s  %-8s  %s%s",
                        each.status().label(),
                        each.check(),
                        each.text(),
                        each.advice().isEmpty() ? "" : " -> " + each.advice())));
            }
            return worst == Diagnosis.Status.BAD ? Main.BAD_NEWS : 0;
        }

        private static ObjectNode json(Diagnosis check) {
            return Json.object()
                    .put("check", check.check())
                    .put("status", check.status().label())
                    .put("text", check.text())
                    .put("advice", check.advice().isEmpty() ? null : check.advice());
        }

        private List<Diagnosis> ofStores() throws Exception {
            try (Agent agent = agent()) {
                if (!agent.stores().exist()) {
                    throw noStore(agent);
                }
                return agent.keeping().verify();
            }
        }

        private static List<Diagnosis> ofBackup(Path file) throws Exception {
            try (BackupFile backup = BackupFile.open(file)) {
                List<String> problems = backup.problems();
                return List.of(
                        problems.isEmpty()
                                ? Diagnosis.ok(
                                        "backup", text(backup.manifest()) + ", every hash is that of the manifest")
                                : Diagnosis.bad("backup", String.join("; ", problems), "use another backup"));
            }
        }
    }

    @Command(
            name = "migrate",
            description = {
                "Updates the store to the schema of this program.",
                "It makes a copy before. The daemon does the same when it starts."
            },
            footer = {"", "Example: dose-agent db migrate"})
    static final class Migrate extends Common implements Callable<Integer> {

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Migration done = agent.keeping().migrate();
                if (json) {
                    ObjectNode node = Json.object().put("from", done.from()).put("to", done.to());
                    Json.put(node, "backup", done.backup().map(Path::toString));
                    data().println(Json.text(node));
                } else {
                    out().println(
                                    done.from() == done.to()
                                            ? "the store has schema " + done.to() + " already"
                                            : "schema " + done.from() + " -> " + done.to()
                                                    + done.backup()
                                                            .map(copy -> "; the store before it is " + copy)
                                                            .orElse(""));
                }
            }
            return 0;
        }
    }

    @Command(
            name = "accept-keys",
            description = {
                "Accepts new keys for a store whose earlier keys are lost.",
                "The files secret.key and signing.key in the data directory become the keys of the store.",
                "From then on, a patient who comes again has a second pseudonym, and receivers must learn the new public key (aggregate key). If"
                        + " a key file is missing, a new one is made. The audit keeps who decided it."
            },
            footer = {"", "Example: dose-agent db accept-keys --by \"A. Physicist\""})
    static final class AcceptKeys extends Common implements Callable<Integer> {

        @Option(names = "--by", paramLabel = "WHO", required = true, description = "Who decided it, for the audit.")
        String by = "";

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                agent.keeping().acceptKeys(by);
                err().println("the present keys are those of the store now");
            }
            return 0;
        }
    }
}
