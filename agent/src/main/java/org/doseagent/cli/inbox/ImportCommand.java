package org.doseagent.cli.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.InboxAccess;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.store.inbox.InboxEntry;
import org.doseagent.store.inbox.InboxEntry.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Takes files and folders in, the same way as what a PACS sends.",
        footer = {"", "Example: dose-agent import /media/backlog --json"})
public final class ImportCommand extends Common implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "files and folders")
    List<Path> paths = List.of();

    @Option(names = "--json", description = "prints the summary as JSON")
    boolean json;

    private final Set<Content> sent = new LinkedHashSet<>();
    private int stored;
    private int notApplicable;
    private int quarantined;
    private int duplicates;
    private int rejected;

    @Override
    @SuppressWarnings("SystemConsoleNull") // on a newer JDK the progress line may appear in a pipe: stderr only
    public Integer call() throws Exception {
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
            sent.forEach(content -> count(agent, content, before));
            print(files.size());
        }
        return 0;
    }

    /** What tells an object from others. */
    private record Content(SopInstanceUid uid, String sha256) {}

    private void take(Agent agent, InboxAccess access, Path file) throws InterruptedException {
        Optional<ReceivedObject> object = read(agent, file);
        if (object.isEmpty()) {
            return;
        }
        Content content = new Content(
                object.get().sopInstanceUid(), Sha256.hex(object.get().dataSetBytes()));
        if (agent.inbox().find(content.uid(), content.sha256()).isPresent() || !sent.add(content)) {
            duplicates++;
        } else {
            access.put(object.get());
        }
    }

    /** An entry from before the import, which was not processed then, makes the object a duplicate. */
    private void count(Agent agent, Content content, long before) {
        Optional<InboxEntry> entry = agent.inbox().find(content.uid(), content.sha256());
        if (entry.filter(found -> found.id() <= before).isPresent()) {
            duplicates++;
            return;
        }
        stored++;
        Optional<State> state = entry.map(InboxEntry::state);
        notApplicable += state.filter(State.NOT_APPLICABLE::equals).isPresent() ? 1 : 0;
        quarantined += state.filter(State.QUARANTINED::equals).isPresent() ? 1 : 0;
    }

    private Optional<ReceivedObject> read(Agent agent, Path file) {
        try {
            return Optional.of(object(agent, file));
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

    private static ReceivedObject object(Agent agent, Path file) throws IOException, DicomException {
        DicomLimits limits = agent.settings().intake().objects();
        int most = limits.maxObjectBytes();
        if (Files.size(file) > most) {
            throw new DicomException(DicomException.Reason.LIMIT, "larger than " + most + " bytes");
        }
        Part10File part10 = Part10File.parse(Files.readAllBytes(file), limits);
        Optional<String> sopClass = part10.fileMeta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID);
        Optional<String> instance = part10.fileMeta().string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID);
        if (sopClass.isEmpty() || instance.isEmpty()) {
            DataSet dataSet = new DataSetReader(limits)
                    .read(
                            part10.dataSetBytes(),
                            part10.transferSyntax()
                                    .orElseThrow(() -> new DicomException(
                                            DicomException.Reason.UNSUPPORTED,
                                            "transfer syntax " + part10.transferSyntaxUid())));
            sopClass = sopClass.or(() -> dataSet.string(Tag.SOP_CLASS_UID));
            instance = instance.or(() -> dataSet.string(Tag.SOP_INSTANCE_UID));
        }
        return new ReceivedObject(
                sopClass.orElse(""),
                instance.flatMap(ReceivedObject::usableUid)
                        .orElseThrow(() -> new DicomException(
                                DicomException.Reason.MALFORMED, "no usable SOP Instance UID in the file")),
                part10.transferSyntaxUid(),
                part10.dataSetBytes(),
                AeTitle.IMPORT,
                AeTitle.IMPORT,
                "localhost");
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
