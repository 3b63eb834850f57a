package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PACS that nobody here wrote, on a free loopback port, with files in it: DCMTK's {@code dcmqrscp}, or Orthanc. */
final class ArchiveServer implements AutoCloseable {

    static final String TITLE = "PACS1";

    private static final int FILES_OF_A_COMMAND = 500;

    private final Process process;
    private final int port;

    private ArchiveServer(Process process, int port) throws InterruptedException {
        this.process = process;
        this.port = port;
        awaitPort(port);
    }

    /** Starts {@code dcmqrscp} on the files of a folder; it may send to the agent on this port. */
    static ArchiveServer dcmqrscp(Path files, int agentPort) throws Exception {
        Path folder = files.toAbsolutePath().getParent();
        for (List<String> some : portions(files)) {
            List<String> command = new ArrayList<>(List.of("dcmqridx", files.toString()));
            command.addAll(some);
            assertThat(Tool.run(folder.resolve("dcmqridx.log"), command).exit()).isZero();
        }
        int port = freePort();
        Path config = Files.writeString(folder.resolve("dcmqrscp.cfg"), """
                NetworkTCPPort  = %d
                MaxPDUSize      = 16384
                MaxAssociations = 16
                HostTable BEGIN
                agent = (DOSE_AGENT, localhost, %d)
                HostTable END
                VendorTable BEGIN
                VendorTable END
                AETable BEGIN
                %s %s RW (100000, 1024mb) ANY
                AETable END
                """.formatted(port, agentPort, TITLE, files));
        return new ArchiveServer(
                Tool.start(
                        folder.resolve("dcmqrscp.log"),
                        folder,
                        List.of("dcmqrscp", "-q", "-c", config.toString())),
                port);
    }

    /** Starts Orthanc, sends it the files of a folder, and lets it list at most so many studies in one answer. */
    static ArchiveServer orthanc(Path files, int agentPort, int maxAnswers) throws Exception {
        Path folder = files.toAbsolutePath().getParent();
        int port = freePort();
        Path config = Files.writeString(folder.resolve("orthanc.json"), """
                {"Name": "ORTHANC", "StorageDirectory": "%s", "IndexDirectory": "%s", "HttpServerEnabled": false,
                 "DicomServerEnabled": true, "DicomAet": "%s", "DicomPort": %d, "DicomCheckCalledAet": false,
                 "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true, "DicomAlwaysAllowMove": true, "DicomAlwaysAllowStore": true,
                 "LimitFindResults": %d, "Plugins": [], "OverwriteInstances": false,
                 "DicomModalities": {"agent": ["DOSE_AGENT", "127.0.0.1", %d]}}
                """.formatted(
                        folder.resolve("orthanc"), folder.resolve("orthanc"), TITLE, port, maxAnswers, agentPort));
        ArchiveServer server = new ArchiveServer(
                Tool.start(folder.resolve("orthanc.log"), folder, List.of("Orthanc", config.toString())), port);
        for (List<String> some : portions(files)) {
            List<String> command = new ArrayList<>(List.of("storescu", "-R", "-aec", TITLE, "127.0.0.1", "" + port));
            command.addAll(some);
            Tool.Result result = Tool.run(folder.resolve("storescu.log"), command);
            assertThat(result.exit()).as(result.output()).isZero();
        }
        return server;
    }

    private static List<List<String>> portions(Path files) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            List<String> names = all.map(Path::toString)
                    .filter(name -> name.endsWith(".dcm"))
                    .sorted()
                    .toList();
            List<List<String>> portions = new ArrayList<>();
            for (int from = 0; from < names.size(); from += FILES_OF_A_COMMAND) {
                portions.add(names.subList(from, Math.min(names.size(), from + FILES_OF_A_COMMAND)));
            }
            return portions;
        }
    }

    int port() {
        return port;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (Instant.now().isBefore(end)) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("nothing listens on port " + port);
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor();
    }
}
