package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real reports, if they are beside the checkout; otherwise skipped. */
class SharedReportsTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("project.root", "..")).resolve("../shared/rdsr");

    static List<Path> files() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "no real reports beside the checkout");
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void reads_a_real_report_and_writes_it_back_in_every_syntax(Path file) throws Exception {
        Part10File part10 = Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT);
        DataSetReader reader = new DataSetReader(DicomLimits.DEFAULT);
        DataSet original =
                reader.read(part10.dataSetBytes(), part10.transferSyntax().orElseThrow());

        assertThat(original.string(Tag.MODALITY)).contains("SR");
        for (TransferSyntax syntax : TransferSyntax.values()) {
            DataSet again = reader.read(DataSetWriter.write(original, syntax), syntax);
            assertThat(DataSetText.of(again)).isEqualTo(DataSetText.of(original));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void survives_truncation_at_every_offset(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        DataSetReader reader = new DataSetReader(DicomLimits.DEFAULT);
        int whole = 0;
        for (int length = 0; length < bytes.length; length++) {
            try {
                Part10File part10 = Part10File.parse(Arrays.copyOf(bytes, length), DicomLimits.DEFAULT);
                reader.read(
                        part10.dataSetBytes(), part10.transferSyntax().orElse(TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
                whole++;
            } catch (DicomException e) {
                assertThat(e.reason()).isNotNull();
            }
        }
        assertThat(whole).isLessThan(bytes.length / 20);
    }
}
