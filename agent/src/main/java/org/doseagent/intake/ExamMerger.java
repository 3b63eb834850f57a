package org.doseagent.intake;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.SopInstanceUid;

/**
 * Makes one exam of all reports of a study, whatever order they came in: cumulative, continued, overlapping, repeated or replaced.
 *
 * <p>A pure function; the input is put into an order of its own first, so that any permutation gives the same exam.
 */
public final class ExamMerger {

    private static final Comparator<ReceivedReport> OLDEST_FIRST = Comparator.<ReceivedReport, LocalDateTime>comparing(
                    received -> received.report().document().contentDateTime().orElse(LocalDateTime.MIN))
            .thenComparing(received -> received.report().events().size())
            .thenComparing(received -> received.report().sopInstanceUid());

    private static final Comparator<ReceivedReport> BY_VERSION =
            Comparator.comparing(ReceivedReport::receivedAt).thenComparing(ReceivedReport::inboxId);

    private final List<ReceivedReport> reports;
    private final List<Finding> findings = new ArrayList<>();

    private ExamMerger(List<ReceivedReport> reports) {
        this.reports = reports;
    }

    /**
     * Returns the exam.
     *
     * @throws IllegalArgumentException if there is no report, or they are of several studies
     */
    public static Exam merge(List<ReceivedReport> reports) {
        long studies = reports.stream()
                .map(received -> received.report().studyInstanceUid())
                .distinct()
                .count();
        if (studies != 1) {
            throw new IllegalArgumentException("reports of " + studies + " studies cannot be merged");
        }
        List<Finding> versionFindings = new ArrayList<>();
        List<ReceivedReport> current = latestVersions(reports, versionFindings);
        ExamMerger merger = new ExamMerger(current);
        merger.findings.addAll(versionFindings);
        return merger.exam();
    }

    /** Of one SOP instance received with different bytes, the version received last counts. */
    private static List<ReceivedReport> latestVersions(List<ReceivedReport> reports, List<Finding> findings) {
        Map<SopInstanceUid, List<ReceivedReport>> byInstance = reports.stream()
                .sorted(OLDEST_FIRST)
                .collect(Collectors.groupingBy(
                        received -> received.report().sopInstanceUid(), LinkedHashMap::new, Collectors.toList()));
        List<ReceivedReport> latest = new ArrayList<>();
        for (List<ReceivedReport> versions : byInstance.values()) {
            latest.add(versions.stream().max(BY_VERSION).orElseThrow());
            if (versions.size() > 1) {
                findings.add(new Finding(
                        Finding.Kind.DUPLICATE,
                        "header",
                        versions.size() + " versions of one report with different content; the last received counts"));
            }
        }
        latest.sort(OLDEST_FIRST);
        return latest;
    }

    private Exam exam() {
        Map<EventKey, IrradiationEvent> events = mergedEvents();
        DoseReport last = reports.get(reports.size() - 1).report();
        reports.forEach(received -> findings.addAll(received.report().findings()));
        Optional<BigDecimal> total = reportedTotal(events.keySet());
        List<IrradiationEvent> ordered = ordered(List.copyOf(events.values()));
        ExamContext context = new ExamContext(
                last.studyInstanceUid(),
                study(),
                patient(),
                device(ordered, last.device()),
                reports.stream().anyMatch(received -> received.report().isQa()));
        return new Exam(
                context,
                reports.stream()
                        .flatMap(received -> received.patientKey().stream())
                        .reduce((first, second) -> second),
                total,
                reports.stream()
                        .flatMap(received -> received.report().totals().eventCount().stream())
                        .max(Comparator.naturalOrder()),
                ordered,
                findings.stream().distinct().toList(),
                reports.stream().map(ExamMerger::reference).toList());
    }

    private Map<EventKey, IrradiationEvent> mergedEvents() {
        Map<EventKey, IrradiationEvent> events = new LinkedHashMap<>();
        Map<String, Set<EventKey>> withoutUid = new HashMap<>();
        Set<EventKey> replaced = replacedKeys();
        for (ReceivedReport received : reports) {
            for (IrradiationEvent event : received.report().events()) {
                if (replaced.contains(event.key())) {
                    continue;
                }
                if (!event.key().isUid()) {
                    Set<EventKey> samePosition =
                            withoutUid.computeIfAbsent(position(event.key()), position -> new LinkedHashSet<>());
                    twin(events, samePosition, event).ifPresent(twin -> {
                        events.remove(twin);
                        samePosition.remove(twin);
                    });
                    samePosition.add(event.key());
                }
                IrradiationEvent before = events.put(event.key(), event);
                if (before != null && !before.dose().equals(event.dose())) {
                    findings.add(new Finding(
                            Finding.Kind.CONFLICT,
                            "header",
                            "two reports give one event different doses; the later report counts"));
                }
            }
        }
        return events;
    }

    /** Returns the events of replaced reports that their successors no longer have. */
    private Set<EventKey> replacedKeys() {
        Map<SopInstanceUid, ReceivedReport> byInstance = new HashMap<>();
        reports.forEach(received -> byInstance.put(received.report().sopInstanceUid(), received));
        Set<EventKey> dropped = new HashSet<>();
        for (ReceivedReport successor : reports) {
            Set<SopInstanceUid> replaced =
                    new HashSet<>(successor.report().document().predecessors());
            replaced.remove(successor.report().sopInstanceUid());
            replaced.retainAll(byInstance.keySet());
            if (!replaced.isEmpty()) {
                Set<EventKey> kept = keys(successor);
                replaced.forEach(
                        uid -> dropped.addAll(droppedKeys(keys(Objects.requireNonNull(byInstance.get(uid))), kept)));
            }
        }
        if (!dropped.isEmpty()) {
            findings.add(new Finding(
                    Finding.Kind.DUPLICATE,
                    "header",
                    dropped.size() + " events of a replaced report are not in its successor and do not count"));
        }
        return dropped;
    }

    /** Returns what a correction leaves out; a report that has none of the earlier events corrects nothing, unless these have no UID. */
    private static Set<EventKey> droppedKeys(Set<EventKey> old, Set<EventKey> kept) {
        boolean isCorrection =
                old.stream().anyMatch(kept::contains) || old.stream().noneMatch(EventKey::isUid);
        Set<EventKey> dropped = new HashSet<>(old);
        dropped.removeAll(kept);
        return isCorrection ? dropped : Set.of();
    }

    /** Returns where an event without UID is in its report, such as {@code #2}. */
    private static String position(EventKey key) {
        return key.value().substring(Math.max(0, key.value().lastIndexOf('#')));
    }

    /** An event without UID that a later report of a cumulative series repeats in every field is the same event. */
    private Optional<EventKey> twin(
            Map<EventKey, IrradiationEvent> events, Set<EventKey> samePosition, IrradiationEvent event) {
        if (event.dose().dlpMGyCm().isEmpty()) {
            return Optional.empty();
        }
        Optional<EventKey> twin = samePosition.stream()
                .filter(key -> Objects.requireNonNull(events.get(key))
                        .withKey(event.key())
                        .equals(event))
                .findFirst();
        if (twin.isPresent()) {
            findings.add(new Finding(
                    Finding.Kind.INFERRED,
                    "header",
                    "an event without UID repeats one of an earlier report in every field; counted once"));
        }
        return twin;
    }

    private static Set<EventKey> keys(ReceivedReport received) {
        return received.report().events().stream().map(IrradiationEvent::key).collect(Collectors.toSet());
    }

    /** The total of a report that covers every event; else the sum over reports without a common event that cover them together. */
    private Optional<BigDecimal> reportedTotal(Set<EventKey> events) {
        for (int i = reports.size() - 1; i >= 0; i--) {
            if (keys(reports.get(i)).containsAll(events)) {
                return reports.get(i).report().totals().dlpMGyCm();
            }
        }
        Set<EventKey> covered = new HashSet<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (ReceivedReport received : reports) {
            Optional<BigDecimal> total = received.report().totals().dlpMGyCm();
            Set<EventKey> own = keys(received);
            if (total.isEmpty() || own.stream().anyMatch(covered::contains)) {
                return Optional.empty();
            }
            covered.addAll(own);
            sum = sum.add(total.get());
        }
        return covered.equals(events) ? Optional.of(sum) : Optional.empty();
    }

    private static List<IrradiationEvent> ordered(List<IrradiationEvent> events) {
        if (events.stream().anyMatch(event -> event.startedAt().isEmpty())) {
            return events;
        }
        return events.stream()
                .sorted(Comparator.comparing(event -> event.startedAt().orElseThrow()))
                .toList();
    }

    private static Device device(List<IrradiationEvent> events, Device fallback) {
        return events.stream()
                .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                .findFirst()
                .map(IrradiationEvent::device)
                .orElse(fallback);
    }

    private StudyFacts study() {
        return new StudyFacts(
                latest(received -> received.report().study().accessionNumber()),
                earliestStart(),
                latest(received -> received.report().study().studyDescription()),
                latest(received -> received.report().study().institution()),
                reports.stream()
                        .flatMap(received -> received.report().study().procedureCodes().stream())
                        .distinct()
                        .toList(),
                latest(received -> received.report().study().utcOffset()));
    }

    private Optional<LocalDateTime> earliestStart() {
        return reports.stream()
                .flatMap(received -> received.report().study().studyDateTime().stream())
                .min(Comparator.naturalOrder());
    }

    private PatientFacts patient() {
        return new PatientFacts(
                latest(received -> received.report().patient().sex()),
                latest(received -> received.report().patient().ageDays()),
                latest(received -> received.report().patient().ageYears()),
                latest(received -> received.report().patient().weightKg()),
                latest(received -> received.report().patient().heightM()));
    }

    private <T> Optional<T> latest(java.util.function.Function<ReceivedReport, Optional<T>> field) {
        return reports.stream()
                .flatMap(received -> field.apply(received).stream())
                .reduce((first, second) -> second);
    }

    private static Exam.ReportReference reference(ReceivedReport received) {
        return new Exam.ReportReference(
                received.report().sopInstanceUid(),
                received.report().document().sopClassUid(),
                received.receivedAt(),
                received.callingAeTitle());
    }
}
