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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A PACS that nobody here wrote, on a free loopback port, with files in it: DCMTK's {@code dcmqrscp}, or Orthanc. */
final class ArchiveServer implements AutoCloseable {

    static final String TITLE = "PACS1";

    private static final int FILES_OF_STORESCU = 500;

    /** It ends with SIGABRT above some hundred. */
    private static final int FILES_OF_DCMQRIDX = 100;

    /** With the mammography of {@code ArchiveSample}, below the 500 of the index. */
    static final int STUDIES_OF_AN_AREA = 400;

    private final Process process;
    private final int port;
    private final List<String> titles;

    private ArchiveServer(Process process, int port, List<String> titles) throws InterruptedException {
        this.process = process;
        this.port = port;
        this.titles = titles;
        awaitPort(port);
    }

    /**
     * Starts {@code dcmqrscp} on the files of a folder; it may send to the agent on this port. An index of DCMTK has room for 500 studies, so
     * the studies are in as many storage areas as they need, each with an AE title of its own.
     */
    static ArchiveServer dcmqrscp(Path files, int agentPort) throws Exception {
        Path folder = files.toAbsolutePath().getParent();
        Map<Integer, List<Path>> areas = new TreeMap<>();
        try (Stream<Path> all = Files.list(files)) {
            all.sorted()
                    .forEach(file -> areas.computeIfAbsent(
                                    Integer.parseInt(file.getFileName()
                                                    .toString()
                                                    .substring(0, 6))
                                            / STUDIES_OF_AN_AREA,
                                    area -> new ArrayList<>())
                            .add(file));
        }
        List<String> titles = new ArrayList<>();
        StringBuilder table = new StringBuilder();
        for (List<Path> area : areas.values()) {
            String title = "PACS" + (titles.size() + 1);
            titles.add(title);
            Path storage = Files.createDirectories(folder.resolve(title));
            table.append(title).append(' ').append(storage).append(" RW (500, 1024mb) ANY\n");
            for (List<Path> some : portions(area, FILES_OF_DCMQRIDX)) {
                List<String> command = new ArrayList<>(List.of("dcmqridx", storage.toString()));
                some.forEach(file -> command.add(file.toString()));
                assertThat(Tool.run(folder.resolve("dcmqridx.log"), command).exit())
                        .isZero();
            }
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
                %s
                AETable END
                """.formatted(port, agentPort, table));
        return new ArchiveServer(
                Tool.start(folder.resolve("dcmqrscp.log"), folder, List.of("dcmqrscp", "-q", "-c", config.toString())),
                port,
                titles);
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
                Tool.start(folder.resolve("orthanc.log"), folder, List.of("Orthanc", config.toString())),
                port,
                List.of(TITLE));
        List<Path> all;
        try (Stream<Path> listed = Files.list(files)) {
            all = listed.sorted().toList();
        }
        for (List<Path> some : portions(all, FILES_OF_STORESCU)) {
            List<String> command = new ArrayList<>(List.of("storescu", "-R", "-aec", TITLE, "127.0.0.1", "" + port));
            some.forEach(file -> command.add(file.toString()));
            Tool.Result result = Tool.run(folder.resolve("storescu.log"), command);
            assertThat(result.exit()).as(result.output()).isZero();
        }
        return server;
    }

    private static List<List<Path>> portions(List<Path> files, int size) {
        List<List<Path>> portions = new ArrayList<>();
        for (int from = 0; from < files.size(); from += size) {
            portions.add(files.subList(from, Math.min(files.size(), from + size)));
        }
        return portions;
    }

    /** Returns the AE titles, one for each storage area. */
    List<String> titles() {
        return titles;
    }

    int port() {
        return port;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static void awaitPort(int port) throws InterruptedException {
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
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
