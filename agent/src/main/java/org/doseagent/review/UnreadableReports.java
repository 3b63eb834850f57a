package org.doseagent.review;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.exams.ReportRows;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.InboxEntry;
import org.doseagent.trend.UnreadableReport;

/** Finds exams that are known only from an unreadable report: reports in quarantine whose study is not stored. */
final class UnreadableReports {

    private UnreadableReports() {}

    /** Returns one report for each study, received on this day or later. */
    static List<UnreadableReport> since(LocalDate from, Inbox inbox, ReportRows rows) {
        List<UnreadableReport> reports = new ArrayList<>();
        Set<StudyInstanceUid> studies = new HashSet<>();
        for (InboxEntry entry : inbox.list(InboxEntry.State.QUARANTINED, Integer.MAX_VALUE)) {
            if (entry.receivedAt().isBefore(from.atStartOfDay().toInstant(ZoneOffset.UTC))) {
                continue;
            }
            UnreadableReport report = inbox.find(entry.id())
                    .flatMap(stored -> head(stored))
                    .map(head -> report(entry, head))
                    .orElseGet(() -> new UnreadableReport(
                            entry.id(), day(entry), Optional.empty(), Optional.empty(), Optional.empty()));
            boolean isKnown = report.studyInstanceUid()
                    .filter(study -> !studies.add(study) || rows.isKnown(study))
                    .isPresent();
            if (!isKnown) {
                reports.add(report);
            }
        }
        return reports;
    }

    private static LocalDate day(InboxEntry entry) {
        return entry.receivedAt().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static UnreadableReport report(InboxEntry entry, DataSet head) {
        String label = new Device(
                        Optional.empty(),
                        head.string(Tag.MANUFACTURER_MODEL_NAME),
                        head.string(Tag.DEVICE_SERIAL_NUMBER),
                        Optional.empty(),
                        head.string(Tag.STATION_NAME))
                .label();
        return new UnreadableReport(
                entry.id(),
                head.string(Tag.STUDY_DATE).flatMap(UnreadableReports::date).orElse(day(entry)),
                head.string(Tag.STUDY_INSTANCE_UID)
                        .filter(uid -> !uid.isBlank())
                        .map(StudyInstanceUid::new),
                head.string(Tag.ACCESSION_NUMBER).filter(number -> !number.isBlank()),
                Optional.of(label));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text.strip(), DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns the data set before the content tree, which a truncated report usually still has. */
    private static Optional<DataSet> head(Inbox.Stored stored) {
        byte[] bytes = stored.bytes();
        try {
            Optional<TransferSyntax> syntax = TransferSyntax.of(stored.entry().transferSyntaxUid().value());
            if (syntax.isEmpty() || syntax.get().isDeflated()) {
                return Optional.empty();
            }
            int end = contentSequence(bytes, syntax.get().isBigEndian());
            return Optional.of(new DataSetReader(DicomLimits.DEFAULT).read(Arrays.copyOf(bytes, end), syntax.get()));
        } catch (DicomException e) {
            return Optional.empty();
        }
    }

    private static int contentSequence(byte[] bytes, boolean isBigEndian) {
        byte[] tag =
                isBigEndian ? new byte[] {0x00, 0x40, (byte) 0xA7, 0x30} : new byte[] {0x40, 0x00, 0x30, (byte) 0xA7};
        for (int at = 0; at + tag.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + tag.length, tag, 0, tag.length)) {
                return at;
            }
        }
        return bytes.length;
    }
}
