package org.doseagent.testdata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.testdata.Event.Region;

/**
 * Two hundred exams of October 2026 on two scanners, with doses spread as published surveys spread them: enough for cells that may leave,
 * for exams above a level, and for cells that are withheld.
 */
final class DemoMonth {

    private static final long SEED = 20261001;

    /** What is scanned: how often, and the median CTDIvol and length. */
    private enum Exam {
        HEAD("CT Head", Region.HEAD, 60, 40.0, 160),
        CHEST("CT Chest", Region.CHEST, 50, 7.0, 345),
        ABDOMEN("CT Abdomen/Pelvis", Region.ABDOMEN, 55, 8.5, 470),
        TRUNK("CT Chest Abdomen Pelvis", Region.TRUNK, 30, 8.0, 660),
        LUMBAR("CT L-Spine", Region.NONE, 5, 16.0, 240);

        final String description;
        final Region region;
        final int count;
        final double ctdiVol;
        final int lengthMm;

        Exam(String description, Region region, int count, double ctdiVol, int lengthMm) {
            this.description = description;
            this.region = region;
            this.count = count;
            this.ctdiVol = ctdiVol;
            this.lengthMm = lengthMm;
        }
    }

    private DemoMonth() {}

    static Map<String, byte[]> files() {
        Random random = new Random(SEED);
        Map<String, byte[]> files = new TreeMap<>();
        int number = 0;
        for (Exam exam : Exam.values()) {
            for (int i = 0; i < exam.count; i++) {
                number++;
                files.put(String.format("%03d.dcm", number), ReportWriter.file(report(exam, number, random)));
            }
        }
        files.put(
                "origin.txt",
                "200 exams of 2026-10 on two scanners, drawn with a fixed seed; what scripts/demo sends\n"
                        .getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static Report report(Exam exam, int number, Random random) {
        String id = "demo " + number;
        Report report = Report.of(Cases.uid(id), Cases.uid(id + " study"))
                .patient(
                        String.format("DEMO-%04d", number),
                        random.nextBoolean() ? "F" : "M",
                        String.format("%03dY", 25 + random.nextInt(60)))
                .study(String.format("D%04d", number), exam.description);
        report.syntax = TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN;
        report.date = String.format("202610%02d", 1 + random.nextInt(31));
        report.time = String.format("%02d%02d00", 7 + random.nextInt(11), random.nextInt(60));
        report.contentTime = "200000";
        boolean isSecond = random.nextInt(3) == 0;
        if (isSecond) {
            report.device("GE MEDICAL SYSTEMS", "Revolution CT", "DEMO-CT-2", "revo_ct_22");
        } else {
            report.device("SIEMENS", "SOMATOM Force", "DEMO-CT-1", "VB20A");
        }
        BigDecimal ctdiVol = decimal(exam.ctdiVol * Math.exp(random.nextGaussian() * 0.3) * (isSecond ? 1.2 : 1.0));
        int length = (int) (exam.lengthMm * (0.9 + random.nextDouble() * 0.25));
        BigDecimal dlp = ctdiVol.multiply(BigDecimal.valueOf(length)).divide(BigDecimal.TEN, 1, RoundingMode.HALF_UP);
        Event scan = Event.spiral(
                Cases.uid(id + " scan"),
                exam.description,
                exam.region,
                ctdiVol.toString(),
                dlp.toString(),
                "" + length);
        report.add(Event.localizer(Cases.uid(id + " scout")), scan).totals(dlp.toString());
        return report;
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }
}
