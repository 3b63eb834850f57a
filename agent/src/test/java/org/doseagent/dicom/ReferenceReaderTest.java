package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every report of test-data, whole and with bytes changed at random: the index has what the plain reference reader finds. */
final class ReferenceReaderTest {

    private static final Path DATA =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data");
    private static final long MAX_BYTES = 40_000;
    private static final int ROUNDS = 100;
    private static final int MAX_CHANGES = 3;
    private static final String REFUSED = "refused";

    static List<Path> files() throws Exception {
        try (Stream<Path> files = Files.walk(DATA)) {
            return files.filter(file -> file.toString().endsWith(".dcm"))
                    .filter(file -> file.toFile().length() < MAX_BYTES)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void the_index_has_what_the_reference_reader_finds(Path file) throws Exception {
        Part10File part10 = Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT);
        TransferSyntax syntax = part10.transferSyntax().orElseThrow();
        assertThat(indexed(part10.dataSetBytes(), syntax)).isEqualTo(reference(part10.dataSetBytes(), syntax));

        Random random = new Random(file.getFileName().toString().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = part10.dataSetBytes().clone();
            for (int change = 0; change <= random.nextInt(MAX_CHANGES); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            TransferSyntax any = random.nextInt(10) == 0 ? TransferSyntax.values()[random.nextInt(4)] : syntax;
            if (!any.isDeflated()) {
                assertThat(indexed(bytes, any)).as("round %d", round).isEqualTo(reference(bytes, any));
            }
        }
    }

    private static String indexed(byte[] bytes, TransferSyntax syntax) {
        try {
            return ReferenceReader.textOf(new DataSetReader(DicomLimits.DEFAULT).read(bytes, syntax));
        } catch (DicomException e) {
            return REFUSED;
        }
    }

    private static String reference(byte[] bytes, TransferSyntax syntax) {
        try {
            return ReferenceReader.read(bytes, syntax);
        } catch (ReferenceReader.RefusedException e) {
            return REFUSED;
        }
    }
}
