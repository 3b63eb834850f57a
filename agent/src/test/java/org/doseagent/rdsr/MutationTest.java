package org.doseagent.rdsr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.junit.jupiter.api.Test;

/** Reports with bytes changed at random: refused by the reader, or read with findings, never an exception of the extractor. */
final class MutationTest {

    private static final Path CASES =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data/cases");
    private static final int ROUNDS = 200;
    private static final int MOST_CHANGES = 8;

    @Test
    void no_content_makes_the_extractor_throw() throws Exception {
        Random random = new Random(42);
        DataSetReader reader = new DataSetReader(DicomLimits.DEFAULT);
        int read = 0;
        for (Path file : files()) {
            Part10File part10 = Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = part10.dataSetBytes().clone();
                for (int change = 0; change <= random.nextInt(MOST_CHANGES); change++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                try {
                    Extraction extraction = new RdsrExtractor()
                            .extract(reader.read(bytes, part10.transferSyntax().orElseThrow()));
                    assertThat(extraction.findings()).isNotNull();
                    read++;
                } catch (DicomException e) {
                    assertThat(e.reason()).isNotNull();
                }
            }
        }
        assertThat(read).as("reports that could still be read").isGreaterThan(ROUNDS);
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(file -> file.getFileName().toString().equals("01.dcm"))
                    .sorted()
                    .toList();
        }
    }
}
