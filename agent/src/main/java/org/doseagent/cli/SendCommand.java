package org.doseagent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.Tag;
import org.doseagent.net.Requestor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        description = "Sends files by C-STORE, as they are encoded.",
        footer = {"", "Example: dose-agent send report.dcm --to DOSE_AGENT@127.0.0.1:11112"})
final class SendCommand extends Common implements Callable<Integer> {

    private static final Pattern PEER = Pattern.compile("([^@\\\\]{1,16})@(.+):(\\d{1,5})");
    private static final Duration ANSWER = Duration.ofSeconds(60);

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "files and folders")
    List<Path> paths = List.of();

    @Option(names = "--to", required = true, paramLabel = "AET@HOST:PORT")
    String to = "";

    @Option(names = "--from", paramLabel = "AET", description = "our AE title; default ${DEFAULT-VALUE}")
    String from = "DOSE_AGENT";

    /** A file ready to send. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Outgoing(Path file, String sopClass, String instance, String transferSyntax, byte[] bytes) {}

    @Override
    public Integer call() throws Exception {
        Matcher peer = PEER.matcher(to);
        if (!peer.matches()) {
            throw new IllegalArgumentException("--to must look like AET@HOST:PORT");
        }
        List<Outgoing> objects = objects();
        Set<String> sopClasses = new TreeSet<>();
        objects.forEach(object -> sopClasses.add(object.sopClass()));
        int failed = 0;
        try (Requestor requestor = Requestor.connect(
                new Requestor.Settings(peer.group(2), Integer.parseInt(peer.group(3)), from, peer.group(1), ANSWER),
                sopClasses)) {
            for (Outgoing object : objects) {
                int status =
                        requestor.store(object.sopClass(), object.instance(), object.transferSyntax(), object.bytes());
                if (status != 0) {
                    failed++;
                    err().println(object.file() + ": status " + String.format("%04XH", status));
                }
            }
        }
        out().println((objects.size() - failed) + " of " + objects.size() + " sent");
        return failed == 0 ? 0 : Main.FAILED;
    }

    private List<Outgoing> objects() throws IOException {
        List<Outgoing> objects = new ArrayList<>();
        for (Path path : paths) {
            try (Stream<Path> tree = Files.walk(path)) {
                for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                    try {
                        objects.add(read(file));
                    } catch (DicomException e) {
                        err().println(file + ": not sent: " + e.getMessage());
                    }
                }
            }
        }
        return objects;
    }

    private static Outgoing read(Path file) throws IOException, DicomException {
        Part10File part10 = Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT);
        return new Outgoing(
                file,
                part10.fileMeta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID).orElse(""),
                part10.fileMeta().string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID).orElse(""),
                part10.transferSyntaxUid(),
                part10.dataSetBytes());
    }
}
