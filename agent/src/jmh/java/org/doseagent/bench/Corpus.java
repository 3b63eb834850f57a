package org.doseagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.TransferSyntax;

/** The reports of the folder named by the system property {@code bench.corpus}, as data sets without their file headers. */
final class Corpus {

    /** One report as it arrives from the network. */
    @SuppressWarnings("ArrayRecordComponent")
    record Report(byte[] bytes, TransferSyntax syntax) {}

    private final List<Report> reports;

    private Corpus(List<Report> reports) {
        this.reports = reports;
    }

    static Corpus load() throws IOException, DicomException {
        Path folder = Path.of(System.getProperty("bench.corpus", "../test-data/cases"));
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".dcm"))
                    .filter(file -> !file.toString().contains("truncated"))
                    .sorted()
                    .toList();
        }
        List<Report> reports = new ArrayList<>();
        for (Path file : files) {
            Part10File part10 = Part10File.parse(Files.readAllBytes(file), DicomLimits.DEFAULT);
            reports.add(
                    new Report(part10.dataSetBytes(), part10.transferSyntax().orElseThrow()));
        }
        if (reports.isEmpty()) {
            throw new IllegalStateException("no *.dcm file in " + folder);
        }
        return new Corpus(reports);
    }

    Report report(int number) {
        return reports.get(number % reports.size());
    }

    int size() {
        return reports.size();
    }

    /** Returns the average length of a data set, by which a score is scaled to 20 kB. */
    double meanBytes() {
        return reports.stream()
                .mapToInt(report -> report.bytes().length)
                .average()
                .orElseThrow();
    }
}
