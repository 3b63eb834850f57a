package org.doseagent.cli.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.cli.Common;
import org.doseagent.cli.Main;
import org.doseagent.cli.NotFoundException;
import org.doseagent.config.ConfigException;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.tls.TlsClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        description = "Sends DICOM files to a PACS or another agent by C-STORE, without changing them.",
        footer = {"", "Example: dose-agent send report.dcm --to DOSE_AGENT@127.0.0.1:11112"})
public final class SendCommand extends Common implements Callable<Integer> {

    private static final Pattern PEER = Pattern.compile("([^@\\\\]{1,16})@(.+):(\\d{1,5})");
    private static final int MAX_PORT = 65535;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files and folders.")
    List<Path> paths = List.of();

    @Option(names = "--tls", description = "Uses TLS with the certificate, the key and the authorities of dicom.tls.")
    boolean isTls;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "AET@HOST:PORT",
            description = "AE title and address of the peer.")
    String to = "";

    @Option(names = "--from", paramLabel = "AET", description = "Own AE title. Default: ${DEFAULT-VALUE}.")
    String from = "DOSE_AGENT";

    /** A file to send; its bytes are read when its turn comes. */
    private record Outgoing(Path file, String sopClass) {}

    @Override
    public Integer call() throws Exception {
        Matcher peer = PEER.matcher(to);
        if (!peer.matches() || Integer.parseInt(peer.group(3)) > MAX_PORT) {
            throw new IllegalArgumentException("--to " + to + ": must look like AET@HOST:PORT");
        }
        List<Outgoing> objects = objects();
        if (objects.isEmpty()) {
            throw new NotFoundException("no DICOM file to send");
        }
        Set<String> sopClasses = new TreeSet<>();
        objects.forEach(object -> sopClasses.add(object.sopClass()));
        int failed = 0;
        try (Requestor requestor = Requestor.connect(
                new Requestor.Settings(
                        new AeTitle(from),
                        new Requestor.Remote(
                                new AeTitle(peer.group(1)), peer.group(2), Integer.parseInt(peer.group(3)), tls()),
                        ANSWER),
                sopClasses)) {
            for (Outgoing object : objects) {
                failed += isSent(requestor, object) ? 0 : 1;
            }
        }
        out().println((objects.size() - failed) + " of " + objects.size() + " sent");
        return failed == 0 ? 0 : Main.FAILED;
    }

    private Optional<TlsClient> tls() throws ConfigException {
        if (!isTls) {
            return Optional.empty();
        }
        return Optional.of(
                settings()
                        .network()
                        .dicom()
                        .tls()
                        .map(AcceptorSettings.Tls::client)
                        .orElseThrow(
                                () -> new ConfigException(
                                        List.of(
                                                "dicom.tls.certificate: is mandatory for send --tls, with dicom.tls.key and dicom.tls.authorities"))));
    }

    private boolean isSent(Requestor requestor, Outgoing object) throws IOException, DicomException {
        Part10File part10 = read(object.file());
        if (!requestor.accepts(object.sopClass(), new TransferSyntaxUid(part10.transferSyntaxUid()))) {
            err().println(object.file() + ": not sent: " + to + " does not accept " + SopClass.nameOf(object.sopClass())
                    + " in transfer syntax " + part10.transferSyntaxUid());
            return false;
        }
        Optional<SopInstanceUid> uid = part10.fileMeta()
                .string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)
                .filter(text -> !text.isBlank())
                .map(SopInstanceUid::new);
        if (uid.isEmpty()) {
            err().println(object.file() + ": not sent: no SOP Instance UID in its file meta information");
            return false;
        }
        int status = requestor.store(
                object.sopClass(), uid.get(), new TransferSyntaxUid(part10.transferSyntaxUid()), part10.dataSetBytes());
        if (status != 0) {
            err().println(object.file() + ": not sent: " + to + " answered status "
                    + String.format(Locale.ROOT, "%04XH", status));
        }
        return status == 0;
    }

    private List<Outgoing> objects() throws IOException, NotFoundException {
        List<Outgoing> objects = new ArrayList<>();
        for (Path file : FileTree.of(paths, err()::println)) {
            try {
                Optional<String> sopClass = read(file).fileMeta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID);
                objects.add(new Outgoing(
                        file,
                        sopClass.orElseThrow(() -> new DicomException(
                                DicomException.Reason.MALFORMED, "no SOP Class UID in its file meta information"))));
            } catch (DicomException e) {
                err().println(file + ": not sent: " + e.getMessage());
            }
        }
        return objects;
    }

    private static Part10File read(Path file) throws IOException, DicomException {
        return Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT);
    }
}
