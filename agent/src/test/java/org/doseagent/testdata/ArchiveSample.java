package org.doseagent.testdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.testdata.Event.Region;

/**
 * What a PACS holds: CT studies with an image each, most of them with a dose report, and what must not be fetched beside it: text reports, key
 * objects, reports of a general class, and mammography with dose reports of its own.
 */
public final class ArchiveSample {

    public static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

    private static final String CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";
    private static final String MG_IMAGE = "1.2.840.10008.5.1.4.1.1.1.2";
    private static final String BASIC_TEXT_SR = "1.2.840.10008.5.1.4.1.1.88.11";
    private static final String KEY_OBJECT = "1.2.840.10008.5.1.4.1.1.88.59";

    /** Every so many studies has one of these too. */
    private static final int TEXT_REPORT = 7;

    private static final int KEY_OBJECTS = 13;
    private static final int GENERAL_REPORT = 11;
    private static final int MAMMOGRAPHY = 20;

    private final Path folder;
    private final Set<String> expected = new TreeSet<>();
    private final Set<String> withoutReport = new TreeSet<>();
    private int undecided;
    private int files;

    /**
     * How large the sample is.
     *
     * @param studies CT studies
     * @param reports how many of them have a dose report
     * @param perDay studies of a day
     * @param enhanced how many of the dose reports are Enhanced SR, as some scanners write them
     */
    public record Size(int studies, int reports, int perDay, int enhanced) {

        public LocalDate last() {
            return FIRST.plusDays((studies - 1) / perDay);
        }
    }

    /**
     * What was written.
     *
     * @param expected SOP Instance UIDs of the dose reports of CT
     * @param withoutReport CT studies without one
     * @param undecided reports of a general class that are not dose reports
     */
    public record Written(Set<String> expected, Set<String> withoutReport, int undecided, int files) {}

    private ArchiveSample(Path folder) {
        this.folder = folder;
    }

    /** Writes the sample as files into a folder. */
    public static Written write(Path folder, Size size) throws IOException {
        ArchiveSample sample = new ArchiveSample(Files.createDirectories(folder));
        for (int number = 0; number < size.studies(); number++) {
            sample.study(number, size);
        }
        return new Written(
                Collections.unmodifiableSet(sample.expected),
                Collections.unmodifiableSet(sample.withoutReport),
                sample.undecided,
                sample.files);
    }

    private void study(int number, Size size) throws IOException {
        LocalDate day = FIRST.plusDays(number / size.perDay());
        int minute = (number % size.perDay()) * (24 * 60) / size.perDay();
        String time = String.format(Locale.ROOT, "%02d%02d%02d", minute / 60, minute % 60, number % 60);
        Report report = Report.of(Cases.uid("archive " + number), Cases.uid("archive study " + number))
                .study(String.format(Locale.ROOT, "P%06d", number), "CT Chest")
                .patient(String.format(Locale.ROOT, "ARC-%05d", number), "F", "061Y");
        report.date = day.format(DateTimeFormatter.BASIC_ISO_DATE);
        report.time = time;
        report.contentTime = time;
        write(number, "image", other(report, CT_IMAGE, "CT", "image " + number).build());
        // spread evenly, so that days with and without reports alternate
        boolean hasReport =
                (long) (number + 1) * size.reports() / size.studies() > (long) number * size.reports() / size.studies();
        if (hasReport) {
            doseReport(number, report, expected.size() < size.enhanced());
        } else {
            withoutReport.add(report.studyUid);
        }
        if (number % TEXT_REPORT == 0) {
            write(
                    number,
                    "text",
                    other(report, BASIC_TEXT_SR, "SR", "text " + number).build());
        }
        if (number % KEY_OBJECTS == 0) {
            write(
                    number,
                    "key",
                    other(report, KEY_OBJECT, "KO", "key " + number).build());
        }
        if (number % GENERAL_REPORT == 0) {
            undecided++;
            write(
                    number,
                    "general",
                    other(report, SopClass.COMPREHENSIVE_SR, "SR", "general " + number)
                            .build());
        }
        if (number % MAMMOGRAPHY == 0) {
            mammography(number, report);
        }
    }

    private void doseReport(int number, Report report, boolean isEnhanced) throws IOException {
        if (isEnhanced) {
            report.sopClassUid = SopClass.ENHANCED_SR;
        }
        report.add(
                        Event.localizer(Cases.uid("archive scout " + number)),
                        Event.spiral(
                                Cases.uid("archive scan " + number), "Thorax", Region.CHEST, "6.00", "204.0", "340"))
                .totals("204.0");
        expected.add(report.sopInstanceUid);
        writeFile(number, "dose", ReportWriter.file(report));
    }

    private void mammography(int number, Report of) throws IOException {
        Report report = Report.of(
                        Cases.uid("archive mammography " + number), Cases.uid("archive mammography study " + number))
                .study(String.format(Locale.ROOT, "M%06d", number), "Mammography")
                .patient(of.patientId, "F", "061Y");
        report.date = of.date;
        report.time = of.time;
        report.contentTime = of.time;
        report.isProjection = true;
        write(
                number,
                "mammogram",
                other(report, MG_IMAGE, "MG", "mammogram " + number).build());
        writeFile(number, "mammography", ReportWriter.file(report));
    }

    /** Returns the header of an object of the same study. */
    private static DataSet.Builder other(Report report, String sopClass, String modality, String name) {
        String uid = Cases.uid("archive " + name);
        return DataSet.builder()
                .text(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
                .text(Tag.SOP_CLASS_UID, sopClass)
                .text(Tag.SOP_INSTANCE_UID, uid)
                .text(Tag.STUDY_DATE, report.date)
                .text(Tag.STUDY_TIME, report.time)
                .text(Tag.ACCESSION_NUMBER, report.accession)
                .text(Tag.MODALITY, modality)
                .text(Tag.PATIENT_NAME, "SYNTHETIC^PATIENT")
                .text(Tag.PATIENT_ID, report.patientId)
                .text(Tag.STUDY_INSTANCE_UID, report.studyUid)
                .text(Tag.SERIES_INSTANCE_UID, uid + ".1");
    }

    private void write(int number, String name, DataSet dataSet) throws IOException {
        writeFile(number, name, Part10File.write(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
    }

    private void writeFile(int number, String name, byte[] bytes) throws IOException {
        files++;
        Files.write(folder.resolve(String.format(Locale.ROOT, "%06d-%s.dcm", number, name)), bytes);
    }

    /** Writes a sample, and the UIDs of its dose reports into {@code expected.txt} beside the folder: folder, studies, reports, per day. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Written written = write(
                folder,
                new Size(
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        0));
        Files.write(folder.resolveSibling("expected.txt"), written.expected(), StandardCharsets.UTF_8);
    }
}
