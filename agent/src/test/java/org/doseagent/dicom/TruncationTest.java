package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of test-data, cut at every offset: read or refused, nothing else. */
final class TruncationTest {

    private static final Path CASES =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data/cases");

    /** A larger file has the same structures more often, and the work grows with the square of the size. */
    private static final long MOST_BYTES = 40_000;

    static List<Path> files() throws Exception {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(file ->
                            file.toString().endsWith(".dcm") && file.toFile().length() < MOST_BYTES)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_cut_anywhere_is_read_or_refused(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        DataSetReader reader = new DataSetReader(DicomLimits.DEFAULT);
        int whole = 0;
        for (int length = 0; length < bytes.length; length++) {
            try {
                Part10File part10 = Part10File.parse(Arrays.copyOf(bytes, length), DicomLimits.DEFAULT);
                reader.read(part10.dataSetBytes(), part10.transferSyntax().orElseThrow());
                whole++;
            } catch (DicomException e) {
                assertThat(e.reason()).isNotNull();
            }
        }
        assertThat(whole).as("cuts between elements of the top level").isLessThan(60);
    }
}
