package org.doseagent.cli.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.InboxAccess;
import org.doseagent.dicom.DicomException;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.intake.ReportFile;
import org.doseagent.net.ReceivedObject;
import org.doseagent.store.inbox.InboxEntry;
import org.doseagent.store.inbox.InboxEntry.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Imports DICOM files and folders, as if a PACS had sent them.",
            "It prints how many files were read and stored, and names on stderr each file that was rejected (no DICOM object) or quarantined (a"
                    + " report that cannot be read), with the reason. Exit code 1 if there were files and every one was rejected."
        },
        footer = {"", "Example: dose-agent import /media/backlog --json"})
public final class ImportCommand extends Common implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    List<Path> paths = List.of();

    @Option(names = "--json", description = "Prints the summary as JSON.")
    boolean json;

    /** The file of each object that was put into the inbox. */
    private final Map<Content, Path> sent = new LinkedHashMap<>();

    private int stored;
    private int notApplicable;
    private int quarantined;
    private int duplicates;
    private int rejected;

    @Override
    @SuppressWarnings("SystemConsoleNull") // on a newer JDK the progress line may appear in a pipe: stderr only
    public Integer call() throws Exception {
        // This command names each quarantined file itself.
        System.setProperty("org.slf4j.simpleLogger.log.org.doseagent.intake.Worker", "error");
        List<Path> files = FileTree.of(paths, err()::println);
        try (Agent agent = agentToWrite();
                InboxAccess access = agent.inboxAccess()) {
            long before = agent.inbox().highestId();
            int done = 0;
            for (Path file : files) {
                take(agent, access, file);
                done++;
                if (System.console() != null && (done % 100 == 0 || done == files.size())) {
                    err().print("\r" + done + " of " + files.size() + (done == files.size() ? "\n" : ""));
                    err().flush();
                }
            }
            access.process();
            sent.forEach((content, file) -> agent.inbox()
                    .find(content.uid(), content.sha256())
                    .ifPresentOrElse(entry -> count(entry, file, before), () -> stored++));
            print(files.size());
        }
        return rejected > 0 && rejected == files.size() ? Main.BAD_NEWS : 0;
    }

    /** What distinguishes an object from others. */
    private record Content(SopInstanceUid uid, String sha256) {}

    private void take(Agent agent, InboxAccess access, Path file) throws InterruptedException {
        Optional<ReceivedObject> object = read(agent, file);
        if (object.isEmpty()) {
            return;
        }
        Content content = new Content(
                object.get().sopInstanceUid(), Sha256.hex(object.get().dataSetBytes()));
        if (agent.inbox().find(content.uid(), content.sha256()).isPresent()
                || sent.putIfAbsent(content, file) != null) {
            duplicates++;
        } else {
            access.put(object.get());
        }
    }

    /** An entry from before the import, which was not processed then, makes the object a duplicate. */
    private void count(InboxEntry entry, Path file, long before) {
        if (entry.id() <= before) {
            duplicates++;
            return;
        }
        stored++;
        if (entry.state() == State.NOT_APPLICABLE) {
            notApplicable++;
        } else if (entry.state() == State.QUARANTINED) {
            quarantined++;
            err().println(file + ": quarantined: " + entry.reason().orElse("no reason is known") + "; see inbox show "
                    + entry.id());
        }
    }

    private Optional<ReceivedObject> read(Agent agent, Path file) {
        try {
            return Optional.of(new ReportFile(file, agent.settings().intake().objects()).object());
        } catch (DicomException e) {
            reject(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            reject(file, FileTree.reason(e));
        }
        return Optional.empty();
    }

    private void reject(Path file, String reason) {
        rejected++;
        err().println(file + ": rejected: " + reason);
    }

    private void print(int files) {
        ObjectNode summary = Json.object()
                .put("files", files)
                .put("stored", stored)
                .put("duplicates", duplicates)
                .put("notApplicable", notApplicable)
                .put("quarantined", quarantined)
                .put("rejected", rejected);
        if (json) {
            out().println(Json.text(summary));
        } else {
            summary.properties().forEach(field -> out().println(field.getKey() + " " + field.getValue()));
        }
    }
}
