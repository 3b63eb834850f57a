package org.doseagent.pacs;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.StudyInstanceUid;

/** The identifiers of queries and retrievals (PS3.4 C.6.2.1). They ask for nothing about the patient. Pure. */
final class Keys {

    static final int LAST_SECOND = 24 * 60 * 60 - 1;

    /** The seconds of one day, both ends inclusive. */
    record Slice(LocalDate day, int firstSecond, int lastSecond) {

        static Slice of(LocalDate day) {
            return new Slice(day, 0, LAST_SECOND);
        }

        boolean isWholeDay() {
            return firstSecond == 0 && lastSecond == LAST_SECOND;
        }

        boolean canBeSplit() {
            return lastSecond > firstSecond;
        }

        Slice firstHalf() {
            return new Slice(day, firstSecond, middle());
        }

        Slice secondHalf() {
            return new Slice(day, middle() + 1, lastSecond);
        }

        private int middle() {
            return firstSecond + (lastSecond - firstSecond) / 2;
        }

        /** Returns the range of PS3.4 C.2.2.2.5. Its end includes the fractions of its last second. */
        String times() {
            return time(firstSecond) + "-" + time(lastSecond) + ".999999";
        }

        private static String time(int second) {
            return String.format(java.util.Locale.ROOT, "%02d%02d%02d", second / 3600, second / 60 % 60, second % 60);
        }

        /** Returns whether a time of the PACS is in this slice; one that is missing or cut short may be. */
        boolean mayContain(String time) {
            if (!time.matches("\\d{6}.*")) {
                return true;
            }
            int second = Integer.parseInt(time.substring(0, 2)) * 3600
                    + Integer.parseInt(time.substring(2, 4)) * 60
                    + Integer.parseInt(time.substring(4, 6));
            return second >= firstSecond && second <= lastSecond;
        }
    }

    private Keys() {}

    /** Studies of a slice of a day that have a modality, where the PACS matches on it; an empty one matches every study. */
    static DataSet studies(Slice slice, String modality) {
        return level("STUDY")
                .text(Tag.STUDY_DATE, slice.day().format(DateTimeFormatter.BASIC_ISO_DATE))
                .text(Tag.STUDY_TIME, slice.isWholeDay() ? "" : slice.times())
                .text(Tag.ACCESSION_NUMBER)
                .text(Tag.MODALITIES_IN_STUDY, modality)
                .text(Tag.STUDY_INSTANCE_UID)
                .build();
    }

    static DataSet series(StudyInstanceUid study) {
        return level("SERIES")
                .text(Tag.MODALITY)
                .text(Tag.STUDY_INSTANCE_UID, study.value())
                .text(Tag.SERIES_INSTANCE_UID)
                .build();
    }

    static DataSet reports(StudyInstanceUid study, String series) {
        DataSet.Builder keys = level("IMAGE")
                .text(Tag.SOP_INSTANCE_UID)
                .text(Tag.STUDY_INSTANCE_UID, study.value())
                .text(Tag.SERIES_INSTANCE_UID, series);
        DoseReports.addKeys(keys);
        return keys.build();
    }

    /** One report, or one series. */
    static DataSet toRetrieve(StudyInstanceUid study, FoundReport report) {
        DataSet.Builder keys = level(report.sopInstanceUid().isPresent() ? "IMAGE" : "SERIES")
                .text(Tag.STUDY_INSTANCE_UID, study.value())
                .text(Tag.SERIES_INSTANCE_UID, report.seriesInstanceUid());
        report.sopInstanceUid().ifPresent(uid -> keys.text(Tag.SOP_INSTANCE_UID, uid.value()));
        return keys.build();
    }

    private static DataSet.Builder level(String level) {
        return DataSet.builder().text(Tag.QUERY_RETRIEVE_LEVEL, level);
    }
}
