package org.doseagent.pacs;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.archive.ArchiveCounts;
import org.doseagent.store.archive.ArchiveProgress;
import org.doseagent.store.archive.ListedStudy;
import org.doseagent.store.archive.StudyResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the dose reports of a period from a PACS: lists the studies of each day, then looks into one study after the other and fetches the
 * reports that the agent does not have. A study is done once its reports are processed, so a run that ends at any moment goes on where it was,
 * and what is stored is not fetched again. Confined to one thread.
 */
public final class Backfill {

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    /** Studies whose results are stored together; after the end of a run, at most these are asked about again. */
    private static final int BATCH = 50;

    /** A pause of the schedule that people are notified of. */
    private static final Duration LONG_PAUSE = Duration.ofMinutes(1);

    private static final int MAX_FAILURES_SHOWN = 1000;

    private final ArchiveSession session;
    private final ArchiveSearch search;
    private final Fetcher fetcher;
    private final Inlet inlet;
    private final ArchiveProgress progress;
    private final Schedule schedule;
    private final Clock clock;
    private final Monitor monitor;

    private int listedDays;
    private int alreadyStored;
    private int fetched;
    private int unexpected;
    private int failuresInARow;

    /**
     * What a run uses.
     *
     * @param clock the clock, with the zone of the site
     */
    public record Tools(Inlet inlet, ArchiveProgress progress, Clock clock, Pause pause, Monitor monitor) {}

    /**
     * What a run did, and what is known of the period after it.
     *
     * @param listedDays days that this run listed; the others were listed recently
     * @param studies the studies of the period by state, over all runs
     * @param alreadyStored reports that this run found and the agent had
     * @param fetched reports that this run fetched
     * @param unexpected objects that the PACS sent without having been asked for; they were refused
     * @param incompleteDays days of which the PACS did not list every study
     */
    public record Summary(
            int listedDays,
            ArchiveCounts studies,
            int alreadyStored,
            int fetched,
            int unexpected,
            List<LocalDate> incompleteDays,
            List<ArchiveProgress.Failure> failures) {}

    /** A study whose reports were fetched and are not known to be processed yet. */
    private record Looked(
            StudyInstanceUid study,
            int reports,
            int undecided,
            Set<SopInstanceUid> expected,
            Optional<String> failure) {}

    public Backfill(PacsSettings settings, PacsSettings.Archive archive, Tools tools) {
        this.session = new ArchiveSession(settings, archive, tools.pause());
        this.search = new ArchiveSearch(session);
        this.fetcher = new Fetcher(session, tools.inlet());
        this.inlet = tools.inlet();
        this.progress = tools.progress();
        this.schedule = new Schedule(settings.pace(), tools.clock());
        this.clock = tools.clock();
        this.monitor = tools.monitor();
    }

    /**
     * Runs until every study of the period was looked into; both days are inclusive.
     *
     * @throws IOException if the PACS cannot be reached, or the association is lost again and again
     * @throws ArchiveException if the PACS refuses to list studies, or to send anything
     */
    public Summary run(LocalDate from, LocalDate to) throws IOException, InterruptedException {
        try (session) {
            inlet.settle();
            progress.retryFailed(from, to);
            list(from, to);
            look(from, to);
        }
        return new Summary(
                listedDays,
                progress.counts(from, to),
                alreadyStored,
                fetched,
                unexpected,
                progress.incompleteDays(from, to),
                progress.failures(from, to, MAX_FAILURES_SHOWN));
    }

    private void list(LocalDate from, LocalDate to) throws IOException, InterruptedException {
        Instant answersFrom =
                clock.instant().minus(session.settings().deadlines().askAgainAfter());
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            Instant dayEnd = day.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
            Instant since = dayEnd.isAfter(answersFrom) ? dayEnd : answersFrom;
            if (!progress.isListed(day, since)) {
                await(false);
                ArchiveSearch.Day found = search.studies(day, FoundStudy.SR);
                progress.listed(
                        day,
                        found.studies().stream()
                                .filter(FoundStudy::mayHaveDoseReport)
                                .map(FoundStudy::uid)
                                .toList(),
                        found.isComplete(),
                        answersFrom);
                listedDays++;
            }
            monitor.listed(ChronoUnit.DAYS.between(from, day) + 1, days);
        }
    }

    private void look(LocalDate from, LocalDate to) throws IOException, InterruptedException {
        long total = progress.counts(from, to).open();
        long done = 0;
        List<ListedStudy> batch = progress.open(from, to, BATCH);
        while (!batch.isEmpty()) {
            List<Looked> looked = new ArrayList<>();
            try {
                for (ListedStudy study : batch) {
                    await(true);
                    looked.add(look(study.study()));
                    monitor.looked(++done, total);
                }
            } catch (IOException e) {
                finish(looked);
                throw e;
            }
            finish(looked);
            batch = progress.open(from, to, BATCH);
        }
    }

    private void await(boolean isPaced) throws InterruptedException {
        Duration delay = isPaced ? schedule.delay() : schedule.delayOfHours();
        while (!delay.isZero()) {
            if (delay.compareTo(LONG_PAUSE) > 0) {
                monitor.waiting(clock.instant().plus(delay));
            }
            session.rest(delay);
            delay = isPaced ? schedule.delay() : schedule.delayOfHours();
        }
        if (isPaced) {
            schedule.begin();
        }
    }

    private Looked look(StudyInstanceUid study) throws IOException, InterruptedException {
        try {
            ArchiveSearch.Reports reports = search.reports(study);
            List<FoundReport> missing = missing(reports.reports());
            Fetcher.Fetched result = fetcher.fetch(study, missing);
            unexpected += result.unexpected();
            failuresInARow = 0;
            return new Looked(
                    study,
                    reports.reports().size()
                            - missing.size()
                            + result.expected().size(),
                    reports.undecided() + result.undecided(),
                    result.expected(),
                    Optional.empty());
        } catch (ArchiveException e) {
            failuresInARow++;
            LOG.warn(
                    "event=pacs-study-failed pacs={} reason=\"{}\"",
                    session.archive().remote().aeTitle().value(),
                    e.getMessage());
            if (e.status() == ArchiveException.MOVE_DESTINATION_UNKNOWN
                    || failuresInARow >= session.settings().retries().failures()) {
                throw e;
            }
            return new Looked(study, 0, 0, Set.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private List<FoundReport> missing(List<FoundReport> reports) {
        Set<SopInstanceUid> uids = new HashSet<>();
        reports.forEach(report -> report.sopInstanceUid().ifPresent(uids::add));
        Set<SopInstanceUid> stored = inlet.processed(uids);
        alreadyStored += stored.size();
        return reports.stream()
                .filter(report ->
                        report.sopInstanceUid().filter(stored::contains).isEmpty())
                .toList();
    }

    private void finish(List<Looked> looked) throws InterruptedException {
        inlet.settle();
        Set<SopInstanceUid> expected = new LinkedHashSet<>();
        looked.forEach(each -> expected.addAll(each.expected()));
        Set<SopInstanceUid> arrived = inlet.processed(expected);
        fetched += arrived.size();
        progress.finished(looked.stream().map(each -> result(each, arrived)).toList());
    }

    private static StudyResult result(Looked looked, Set<SopInstanceUid> arrived) {
        long absent =
                looked.expected().stream().filter(uid -> !arrived.contains(uid)).count();
        Optional<String> failure = looked.failure()
                .or(() -> absent == 0
                        ? Optional.empty()
                        : Optional.of("the PACS reported success, and " + absent + " reports did not arrive"));
        return new StudyResult(looked.study(), looked.reports(), looked.undecided(), failure);
    }
}
