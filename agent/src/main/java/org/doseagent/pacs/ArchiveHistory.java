package org.doseagent.pacs;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;

/** Looks at the history of a PACS and fetches nothing. Confined to one thread. */
public final class ArchiveHistory implements AutoCloseable {

    private final ArchiveSession session;
    private final ArchiveSearch search;
    private final Stored stored;

    /** What the agent has. */
    public record Stored(
            Function<Collection<SopInstanceUid>, Set<SopInstanceUid>> objects,
            Function<Collection<StudyInstanceUid>, Set<StudyInstanceUid>> studies) {}

    /**
     * A study with dose reports.
     *
     * @param reports dose reports of the PACS; whole series, where the PACS is not asked at IMAGE level
     * @param stored how many of them the agent has
     * @param ofUnknownClass how many of them may be something else, because the PACS does not return their class
     * @param undecided reports of which the PACS does not tell whether they are dose reports
     */
    public record StudyReports(FoundStudy study, int reports, int stored, int ofUnknownClass, int undecided) {}

    /** A study with CT images of which the agent has no exam. */
    public record StudyWithoutExam(FoundStudy study, boolean hasReportInPacs) {}

    public ArchiveHistory(PacsSettings settings, PacsSettings.Archive archive, Pause pause, Stored stored) {
        this.session = new ArchiveSession(settings, archive, pause);
        this.search = new ArchiveSearch(session);
        this.stored = stored;
    }

    /**
     * Gives each study of a day that has dose reports, or undecided reports, to the consumer. Returns whether the PACS listed every study.
     *
     * @throws IOException if the PACS cannot be reached, or the association is lost again and again
     * @throws ArchiveException if the PACS refuses a query
     */
    public boolean studiesWithReports(LocalDate day, Consumer<StudyReports> consumer)
            throws IOException, InterruptedException {
        ArchiveSearch.Day found = search.studies(day, FoundStudy.SR);
        for (FoundStudy study : found.studies()) {
            if (study.mayHaveDoseReport()) {
                ArchiveSearch.Reports reports = search.reports(study.uid());
                if (!reports.reports().isEmpty() || reports.undecided() > 0) {
                    long ofUnknownClass = reports.reports().stream()
                            .filter(report -> report.sopClassUid().isEmpty())
                            .count();
                    consumer.accept(new StudyReports(
                            study,
                            reports.reports().size(),
                            stored(reports.reports()),
                            (int) ofUnknownClass,
                            reports.undecided()));
                }
            }
        }
        return found.isComplete();
    }

    private int stored(List<FoundReport> reports) {
        Set<SopInstanceUid> uids = new HashSet<>();
        reports.forEach(report -> report.sopInstanceUid().ifPresent(uids::add));
        return stored.objects().apply(uids).size();
    }

    /** A day of CT studies: how many the PACS has, and whether it listed every one. */
    public record CtDay(int studies, boolean isComplete) {}

    /** Gives each study of a day that has CT images and no exam in the agent to the consumer. */
    public CtDay ctStudiesWithoutExam(LocalDate day, Consumer<StudyWithoutExam> consumer)
            throws IOException, InterruptedException {
        ArchiveSearch.Day found = search.studies(day, FoundStudy.CT);
        Set<StudyInstanceUid> known = stored.studies()
                .apply(found.studies().stream().map(FoundStudy::uid).toList());
        int studies = 0;
        for (FoundStudy study : found.studies()) {
            boolean isCt = !study.modalities().isEmpty() || search.hasCt(study.uid());
            studies += isCt ? 1 : 0;
            if (isCt && !known.contains(study.uid())) {
                boolean mayHaveReport =
                        study.modalities().isEmpty() || study.modalities().contains(FoundStudy.SR);
                consumer.accept(new StudyWithoutExam(
                        study,
                        mayHaveReport && !search.reports(study.uid()).reports().isEmpty()));
            }
        }
        return new CtDay(studies, found.isComplete());
    }

    @Override
    public void close() {
        session.close();
    }
}
