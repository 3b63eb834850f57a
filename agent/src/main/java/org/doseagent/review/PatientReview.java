package org.doseagent.review;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.drl.mapping.Categories;
import org.doseagent.drl.patient.EffectiveDose;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;

/** Sums the doses of patients over time, by pseudonym. Phantoms are left out. Thread-safe. */
public final class PatientReview {

    private final DoseStore doses;
    private final Categories categories;
    private final PatientSettings settings;

    public PatientReview(DoseStore doses, Categories categories, PatientSettings settings) {
        this.doses = doses;
        this.categories = categories;
        this.settings = settings;
    }

    /**
     * One exam of a patient.
     *
     * @param milliSievert effective dose of the parts that have a conversion factor
     * @param partsWithout number of parts without one
     */
    public record Visit(
            Optional<LocalDateTime> at,
            Optional<String> accessionNumber,
            List<String> categories,
            Set<String> protocols,
            List<ReportedTotals.SubTotal> dlp,
            double milliSievert,
            int partsWithout) {}

    /**
     * The exams of a patient, the oldest first.
     *
     * @param largestMilliSievert largest sum within the years of the settings
     * @param marks what is remarkable, in words
     */
    public record Patient(PatientKey key, List<Visit> visits, double largestMilliSievert, List<String> marks) {

        /** Returns the sum of all exams in mSv. */
        public double milliSievert() {
            return visits.stream().mapToDouble(Visit::milliSievert).sum();
        }

        /** Returns the number of parts whose effective dose is unknown. */
        public int partsWithout() {
            return visits.stream().mapToInt(Visit::partsWithout).sum();
        }

        /** Returns the DLP on one phantom; values of different phantoms are never added. */
        public BigDecimal dlpMGyCm(int phantomCm) {
            return visits.stream()
                    .flatMap(visit -> visit.dlp().stream())
                    .filter(sum -> sum.phantomCm().equals(Optional.of(phantomCm)))
                    .map(ReportedTotals.SubTotal::dlpMGyCm)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /** Returns the patients with exams in a query, the highest effective dose first. */
    public List<Patient> patients(ExamQuery query) {
        Map<PatientKey, List<Visit>> byPatient = new HashMap<>();
        doses.each(query, assessed -> {
            if (!assessed.exam().isQa() && assessed.exam().patientKey().isPresent()) {
                byPatient
                        .computeIfAbsent(assessed.exam().patientKey().get(), absent -> new ArrayList<>())
                        .add(visit(assessed));
            }
        });
        List<Patient> patients = new ArrayList<>();
        byPatient.forEach((key, visits) -> patients.add(patient(key, visits)));
        patients.sort(Comparator.comparingDouble(Patient::milliSievert)
                .reversed()
                .thenComparing(patient -> patient.key().value()));
        return patients;
    }

    private Visit visit(AssessedExam assessed) {
        Exam exam = assessed.exam();
        double milliSievert = 0;
        int without = 0;
        List<String> names = new ArrayList<>();
        for (ExamPart part : assessed.parts()) {
            Optional<Double> effective = EffectiveDose.milliSievert(part, exam.patient(), categories);
            milliSievert += effective.orElse(0.0);
            without += effective.isEmpty() ? 1 : 0;
            names.add(part.category().orElse("unmapped"));
        }
        Set<String> protocols = new TreeSet<>();
        exam.events().stream()
                .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                .forEach(event -> event.protocol().ifPresent(protocols::add));
        return new Visit(
                exam.study().studyDateTime(),
                exam.study().accessionNumber(),
                names,
                protocols,
                exam.dlpByPhantomMGyCm(),
                milliSievert,
                without);
    }

    private Patient patient(PatientKey key, List<Visit> visits) {
        List<Visit> oldestFirst = visits.stream()
                .sorted(Comparator.comparing(visit -> visit.at().orElse(LocalDateTime.MIN)))
                .toList();
        double largest = 0;
        boolean isRepeated = false;
        for (int i = 0; i < oldestFirst.size(); i++) {
            Visit last = oldestFirst.get(i);
            double sum = 0;
            for (int j = i; j >= 0 && isWithin(oldestFirst.get(j), last); j--) {
                sum += oldestFirst.get(j).milliSievert();
            }
            largest = Math.max(largest, sum);
            isRepeated |= i > 0 && isRepeat(oldestFirst.get(i - 1), last);
        }
        List<String> marks = new ArrayList<>();
        if (largest >= settings.milliSievert()) {
            marks.add("at least " + settings.milliSievert() + " mSv within " + settings.years() + " years");
        }
        if (isRepeated) {
            marks.add("same protocol within " + settings.hours() + " hours");
        }
        return new Patient(key, oldestFirst, largest, marks);
    }

    private boolean isWithin(Visit first, Visit last) {
        return first.at().isPresent()
                && last.at().isPresent()
                && first.at().get().isAfter(last.at().get().minusYears(settings.years()));
    }

    private boolean isRepeat(Visit first, Visit second) {
        return first.at().isPresent()
                && second.at().isPresent()
                && Duration.between(first.at().get(), second.at().get()).compareTo(Duration.ofHours(settings.hours()))
                        <= 0
                && first.protocols().stream().anyMatch(second.protocols()::contains);
    }
}
