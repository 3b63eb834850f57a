package org.doseagent.testdata;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Random;
import org.doseagent.dicom.TransferSyntax;

/** Dose reports of a hospital with one scanner over months, with a fixed seed: what scripts/repository-demo imports into real agents. */
final class TwoYears {

    private static final double SPREAD = 0.3;

    /** What is scanned: the share of the exams in per cent, and the median CTDIvol and length. */
    private enum Kind {
        HEAD("CT Head", Event.Region.HEAD, 40, 45.0, 160),
        CHEST("CT Chest", Event.Region.CHEST, 25, 8.0, 345),
        TRUNK("CT Chest Abdomen Pelvis", Event.Region.TRUNK, 35, 9.0, 660);

        private final String description;
        private final Event.Region region;
        private final int percent;
        private final double ctdiVol;
        private final int lengthMm;

        Kind(String description, Event.Region region, int percent, double ctdiVol, int lengthMm) {
            this.description = description;
            this.region = region;
            this.percent = percent;
            this.ctdiVol = ctdiVol;
            this.lengthMm = lengthMm;
        }
    }

    private TwoYears() {}

    /** Arguments: folder, serial number of the scanner, exams of a month, first month, months. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int perMonth = Integer.parseInt(args[2]);
        YearMonth first = YearMonth.parse(args[3]);
        Random random = new Random(args[1].hashCode());
        for (int month = 0; month < Integer.parseInt(args[4]); month++) {
            int number = 0;
            for (Kind kind : Kind.values()) {
                for (int i = 0; i < perMonth * kind.percent / 100; i++) {
                    String name = first.plusMonths(month) + "-" + number++;
                    byte[] file =
                            ReportWriter.file(report(kind, args[1] + " " + name, first.plusMonths(month), random));
                    Files.write(folder.resolve(name + ".dcm"), file);
                }
            }
        }
    }

    private static Report report(Kind kind, String id, YearMonth month, Random random) {
        String serial = id.split(" ", 2)[0];
        Report report = Report.of(Cases.uid(id), Cases.uid(id + " study"))
                .patient(
                        "P" + Math.abs(id.hashCode()),
                        random.nextBoolean() ? "F" : "M",
                        String.format("%03dY", 25 + random.nextInt(60)))
                .study("A" + Math.abs(id.hashCode()), kind.description)
                .device("SIEMENS", "SOMATOM Force", serial, "VB20A");
        report.syntax = TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN;
        report.date = String.format("%d%02d%02d", month.getYear(), month.getMonthValue(), 1 + random.nextInt(28));
        report.time = String.format("%02d%02d00", 7 + random.nextInt(11), random.nextInt(60));
        report.contentTime = "200000";
        BigDecimal ctdiVol = BigDecimal.valueOf(kind.ctdiVol * Math.exp(random.nextGaussian() * SPREAD))
                .setScale(2, RoundingMode.HALF_UP);
        BigDecimal dlp =
                ctdiVol.multiply(BigDecimal.valueOf(kind.lengthMm)).divide(BigDecimal.TEN, 1, RoundingMode.HALF_UP);
        Event scan = Event.spiral(
                Cases.uid(id + " scan"),
                kind.description,
                kind.region,
                ctdiVol.toString(),
                dlp.toString(),
                Integer.toString(kind.lengthMm));
        report.add(Event.localizer(Cases.uid(id + " scout")), scan).totals(dlp.toString());
        return report;
    }
}
