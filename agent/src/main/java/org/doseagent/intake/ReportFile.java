package org.doseagent.intake;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.drl.Assessor;
import org.doseagent.net.ReceivedObject;
import org.doseagent.rdsr.Extraction;
import org.doseagent.rdsr.RdsrExtractor;

/** A DICOM file of a disk: as an object for the inbox, or read by itself without a store. */
public record ReportFile(Path path, DicomLimits limits) {

    private static final AeTitle SOURCE = new AeTitle("IMPORT");

    /**
     * The content of a file.
     *
     * @param kind what the file is, in words; empty where it cannot be read
     * @param exam empty unless it is a CT dose report
     * @param problem why it cannot be read
     */
    public record Content(
            Path file, Optional<String> kind, Optional<AssessedExam> exam, Optional<String> problem) {}

    /**
     * Returns the file as an object for the inbox.
     *
     * @throws DicomException if it is no DICOM file, has no usable SOP Instance UID, or is larger than the limit
     * @throws IOException if it cannot be read
     */
    public ReceivedObject object() throws IOException, DicomException {
        Part10File part10 = part10();
        Optional<String> sopClass = part10.fileMeta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID);
        Optional<String> instance = part10.fileMeta().string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID);
        if (sopClass.isEmpty() || instance.isEmpty()) {
            DataSet dataSet = dataSet(part10);
            sopClass = sopClass.or(() -> dataSet.string(Tag.SOP_CLASS_UID));
            instance = instance.or(() -> dataSet.string(Tag.SOP_INSTANCE_UID));
        }
        return new ReceivedObject(
                sopClass.orElse(""),
                instance.flatMap(ReceivedObject::usableUid)
                        .orElseThrow(() -> new DicomException(
                                DicomException.Reason.MALFORMED, "no usable SOP Instance UID in the file")),
                part10.transferSyntaxUid(),
                part10.dataSetBytes(),
                SOURCE,
                SOURCE,
                "localhost");
    }

    /**
     * Reads the file by itself; a file that is no usable report is a value.
     *
     * @throws NoSuchFileException if it does not exist
     * @throws IllegalArgumentException if it is not a file
     * @throws IOException if it cannot be read
     */
    public Content read(RdsrExtractor extractor, Assessor assessor) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isReadable(path)) {
            throw new AccessDeniedException(path.toString());
        }
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(path + " is not a file");
        }
        try {
            return content(extractor.extract(dataSet(part10())), assessor);
        } catch (DicomException e) {
            return unreadable(e.reason() + ": " + e.getMessage());
        } catch (RuntimeException e) { // as in the worker: one object that breaks the program must not stop the others
            return unreadable("internal error: " + e.getClass().getSimpleName());
        }
    }

    private Part10File part10() throws IOException, DicomException {
        int max = limits.maxObjectBytes();
        if (Files.size(path) > max) {
            throw new DicomException(DicomException.Reason.LIMIT, "larger than " + max + " bytes");
        }
        return Part10File.parse(Files.readAllBytes(path), limits);
    }

    private DataSet dataSet(Part10File part10) throws DicomException {
        return new DataSetReader(limits)
                .read(
                        part10.dataSetBytes(),
                        part10.transferSyntax()
                                .orElseThrow(() -> new DicomException(
                                        DicomException.Reason.UNSUPPORTED,
                                        "transfer syntax " + part10.transferSyntaxUid())));
    }

    private Content content(Extraction extraction, Assessor assessor) {
        if (extraction.kind() == Extraction.Kind.NOT_APPLICABLE) {
            return new Content(path, Optional.of(extraction.kindName()), Optional.empty(), Optional.empty());
        }
        if (extraction.report().isEmpty()) {
            return unreadable(
                    extraction.findings().isEmpty()
                            ? "no study"
                            : extraction.findings().get(0).text());
        }
        ReceivedReport report = new ReceivedReport(
                0,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                extraction.report().get());
        return new Content(
                path,
                Optional.of(extraction.kindName()),
                Optional.of(assessor.assess(ExamMerger.merge(List.of(report)))),
                Optional.empty());
    }

    private Content unreadable(String reason) {
        return new Content(path, Optional.empty(), Optional.empty(), Optional.of("quarantined: " + reason));
    }
}
