package org.doseagent.pacs;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.calling.ArchiveClient.QueryEnd;
import org.doseagent.pacs.Keys.Slice;
import org.doseagent.pacs.PacsSettings.Level;
import org.doseagent.pacs.PacsSettings.ModalityKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one PACS which studies there are and which of them have dose reports. What the PACS returns is checked here, because many match on less
 * than they are asked. Confined to one thread.
 */
final class ArchiveSearch {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveSearch.class);

    /** Characters that mean a pattern or a list in a key (PS3.4 C.2.2.2). */
    private static final Pattern NOT_ONE_UID = Pattern.compile(".*[*?\\\\].*");

    /** Longest accession number (PS3.5 table 6.2-1, SH). */
    private static final int MAX_ACCESSION = 16;

    private static final int MAX_MODALITIES = 32;

    /** A key of zero length matches everything (PS3.4 C.2.2.2.3). */
    private static final String ANY = "";

    private final ArchiveSession session;
    private ModalityKey modalityKey;

    /**
     * The studies of one day.
     *
     * @param isComplete false where the PACS has more studies than it lists, however narrow the query
     */
    record Day(List<FoundStudy> studies, boolean isComplete) {}

    /**
     * The dose reports of one study.
     *
     * @param undecided reports of which the PACS does not tell whether they are dose reports
     */
    record Reports(List<FoundReport> reports, int undecided) {}

    ArchiveSearch(ArchiveSession session) {
        this.session = session;
        this.modalityKey = session.archive().modalityKey();
    }

    /**
     * Returns the studies of a day that have a modality, by what the PACS returns: a study of which it returns no modalities may have it. A day
     * with more studies than one answer holds is split by time.
     */
    Day studies(LocalDate day, String modality) throws IOException, InterruptedException {
        if (modalityKey == ModalityKey.YES) {
            return list(day, modality).result(modality);
        }
        Listing all = list(day, ANY);
        if (modalityKey == ModalityKey.AUTO && all.isComplete) {
            learn(day, modality, all);
        }
        return all.result(modality);
    }

    /** Compares a listing without the key to one with it, on the first day that can tell them apart. */
    private void learn(LocalDate day, String modality, Listing all) throws IOException, InterruptedException {
        List<FoundStudy> studies = List.copyOf(all.studies.values());
        if (studies.stream().anyMatch(study -> study.modalities().isEmpty())) {
            modalityKey = ModalityKey.NO;
            return;
        }
        long having = studies.stream()
                .filter(study -> study.modalities().contains(modality))
                .count();
        if (having == 0 || having == studies.size()) {
            return;
        }
        try {
            Listing some = list(day, modality);
            boolean isSame = some.isComplete
                    && some.studies.size() == having
                    && some.studies.values().stream()
                            .allMatch(study -> study.modalities().contains(modality));
            modalityKey = isSame ? ModalityKey.YES : ModalityKey.NO;
        } catch (ArchiveException e) {
            modalityKey = ModalityKey.NO;
        }
        LOG.info(
                "event=pacs-modality-key pacs={} matches={}",
                session.archive().remote().aeTitle().value(),
                modalityKey == ModalityKey.YES);
    }

    /** What the queries about one day found. */
    private static final class Listing {

        final Map<StudyInstanceUid, FoundStudy> studies = new LinkedHashMap<>();
        boolean isComplete = true;
        int queries;

        Day result(String modality) {
            return new Day(
                    studies.values().stream()
                            .filter(study -> study.modalities().isEmpty()
                                    || study.modalities().contains(modality))
                            .toList(),
                    isComplete);
        }
    }

    private Listing list(LocalDate day, String modality) throws IOException, InterruptedException {
        Listing listing = new Listing();
        list(Slice.of(day), modality, listing);
        return listing;
    }

    private void list(Slice slice, String modality, Listing listing) throws IOException, InterruptedException {
        if (++listing.queries > session.settings().retries().queriesPerDay()) {
            listing.isComplete = false;
            return;
        }
        boolean[] ignoresTime = new boolean[1];
        QueryEnd end = session.run(client -> client.find(
                Keys.studies(slice, modality),
                match -> study(match, slice.day()).ifPresent(study -> {
                    ignoresTime[0] |= !slice.mayContain(study.time());
                    listing.studies.putIfAbsent(study.uid(), study);
                })));
        if (end.isComplete()) {
            return;
        }
        if (!end.hasTooMany()) {
            throw new ArchiveException("the query for studies", end.status());
        }
        if (ignoresTime[0] || !slice.canBeSplit()) {
            listing.isComplete = false; // the halves would bring the same answers
            return;
        }
        list(slice.firstHalf(), modality, listing);
        list(slice.secondHalf(), modality, listing);
    }

    /** Returns a match as a study; empty where it has no usable UID or is of another day. */
    private static Optional<FoundStudy> study(DataSet match, LocalDate day) {
        String date = match.string(Tag.STUDY_DATE).orElse("");
        boolean isOfDay = date.isEmpty() || date.equals(day.format(DateTimeFormatter.BASIC_ISO_DATE));
        return uid(match, Tag.STUDY_INSTANCE_UID)
                .filter(uid -> isOfDay)
                .map(uid -> new FoundStudy(
                        new StudyInstanceUid(uid),
                        match.string(Tag.ACCESSION_NUMBER)
                                .filter(number -> number.length() <= MAX_ACCESSION)
                                .orElse(""),
                        day,
                        match.string(Tag.STUDY_TIME).orElse(""),
                        match.strings(Tag.MODALITIES_IN_STUDY).stream()
                                .filter(modality -> !modality.isBlank())
                                .limit(MAX_MODALITIES)
                                .toList()));
    }

    private static Optional<String> uid(DataSet match, int tag) {
        return match.string(tag)
                .flatMap(ReceivedObject::usableUid)
                .map(uid -> uid.value())
                .filter(uid -> !NOT_ONE_UID.matcher(uid).matches());
    }

    /** Returns the dose reports of a study; none where its series show that it is one of projection X-ray. */
    Reports reports(StudyInstanceUid study) throws IOException, InterruptedException {
        Map<String, String> series = series(study);
        List<FoundReport> reports = new ArrayList<>();
        int undecided = 0;
        if (FoundStudy.isProjection(series.values())) {
            return new Reports(reports, undecided);
        }
        for (Map.Entry<String, String> each : series.entrySet()) {
            if (!each.getValue().equals(FoundStudy.SR) && !each.getValue().isEmpty()) {
                continue;
            }
            if (session.archive().level() == Level.SERIES) {
                reports.add(new FoundReport(each.getKey(), Optional.empty(), Optional.empty()));
            } else {
                undecided += addReports(study, each.getKey(), reports);
            }
        }
        return new Reports(reports, undecided);
    }

    /** Returns whether a study has CT images, by its series. */
    boolean hasCt(StudyInstanceUid study) throws IOException, InterruptedException {
        return series(study).containsValue(FoundStudy.CT);
    }

    /** Returns the series of a study with their modalities; an empty one where the PACS does not return it. */
    private Map<String, String> series(StudyInstanceUid study) throws IOException, InterruptedException {
        Map<String, String> found = new LinkedHashMap<>();
        QueryEnd end = session.run(client -> client.find(
                Keys.series(study),
                match -> uid(match, Tag.SERIES_INSTANCE_UID)
                        .filter(uid -> isOf(study, match))
                        .ifPresent(
                                uid -> found.put(uid, match.string(Tag.MODALITY).orElse("")))));
        requireComplete("the query for series", end);
        return found;
    }

    private static boolean isOf(StudyInstanceUid study, DataSet match) {
        return match.string(Tag.STUDY_INSTANCE_UID).orElse(study.value()).equals(study.value());
    }

    /** Adds the dose reports of a series; returns how many reports are undecided. */
    private int addReports(StudyInstanceUid study, String series, List<FoundReport> reports)
            throws IOException, InterruptedException {
        Map<String, DataSet> found = new LinkedHashMap<>();
        QueryEnd end = session.run(client -> client.find(
                Keys.reports(study, series),
                match -> uid(match, Tag.SOP_INSTANCE_UID)
                        .filter(uid -> isOf(study, match))
                        .filter(uid -> match.string(Tag.SERIES_INSTANCE_UID)
                                .orElse(series)
                                .equals(series))
                        .ifPresent(uid -> found.put(uid, match))));
        requireComplete("the query for reports", end);
        int undecided = 0;
        for (Map.Entry<String, DataSet> each : found.entrySet()) {
            DoseReports.Verdict verdict = DoseReports.of(each.getValue());
            boolean isUndecided = verdict == DoseReports.Verdict.UNDECIDED;
            boolean isFetched =
                    isUndecided ? session.archive().fetchesUndecided() : verdict == DoseReports.Verdict.DOSE_REPORT;
            undecided += isUndecided && !isFetched ? 1 : 0;
            if (isFetched) {
                reports.add(new FoundReport(
                        series,
                        ReceivedObject.usableUid(each.getKey()),
                        each.getValue().string(Tag.SOP_CLASS_UID)));
            }
        }
        return undecided;
    }

    private static void requireComplete(String query, QueryEnd end) throws ArchiveException {
        if (!end.isComplete()) {
            throw new ArchiveException(query, end.isCut() ? 0xFE00 : end.status());
        }
    }
}
