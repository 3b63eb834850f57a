package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.interop.Tool;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our reader reads what DCMTK's dcmconv makes of each file in the four transfer syntaxes. */
final class InteropTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final List<String> SYNTAXES = List.of("+te", "+ti", "+tb", "+td");

    @TempDir
    private Path scratch;

    static List<Path> files() throws Exception {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> cases = Files.walk(ROOT.resolve("test-data/cases"))) {
            cases.filter(file ->
                            file.toString().endsWith(".dcm") && !file.toString().contains("truncated"))
                    .sorted()
                    .forEach(files::add);
        }
        Path real = ROOT.resolve("../shared/rdsr");
        if (Files.isDirectory(real)) {
            try (Stream<Path> reports = Files.list(real)) {
                reports.filter(file -> file.toString().endsWith(".dcm"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void what_dcmconv_makes_is_read_as_the_original(Path file) throws Exception {
        Tool.require("dcmconv");
        String original = text(file);
        for (String syntax : SYNTAXES) {
            Path converted = scratch.resolve("converted.dcm");
            Tool.Result result = Tool.run(
                    scratch.resolve("log"),
                    List.of("dcmconv", syntax, file.toAbsolutePath().normalize().toString(), converted.toString()));
            assertThat(result.exit()).as(result.output()).isZero();
            assertThat(text(converted))
                    .as("%s of %s", syntax, file.getFileName())
                    .isEqualTo(original);
        }
    }

    private static String text(Path file) throws Exception {
        Part10File part10 = Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT);
        return DataSetText.of(new DataSetReader(DicomLimits.DEFAULT)
                .read(part10.dataSetBytes(), part10.transferSyntax().orElseThrow()));
    }
}
