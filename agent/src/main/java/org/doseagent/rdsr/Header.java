package org.doseagent.rdsr;

import org.doseagent.rdsr.text.Texts;
import org.doseagent.rdsr.text.DecimalText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.Code;
import org.doseagent.dose.Finding;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.rdsr.Plausibility.Times;

/** The attributes outside the content tree (PS3.3 A.35.8): patient, study, equipment. Names are never read. */
final class Header {

    private static final int[] PROCEDURE_CODES = {
        Tag.PROCEDURE_CODE_SEQUENCE, Tag.PERFORMED_PROCEDURE_CODE_SEQUENCE, Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE
    };
    private static final int[] REQUESTS = {Tag.REFERENCED_REQUEST_SEQUENCE, Tag.REQUEST_ATTRIBUTES_SEQUENCE};
    static final int MAX_CODES = 20;
    private static final int MAX_VERSIONS = 5;
    private static final BigDecimal DAYS_PER_YEAR = new BigDecimal("365.2425");
    private static final int MAX_AGE_YEARS = 130;
    private static final int MAX_AGE_DIGITS = 3;
    private static final BigDecimal MAX_WEIGHT_KG = BigDecimal.valueOf(500);
    private static final BigDecimal MAX_HEIGHT_M = BigDecimal.valueOf(3);

    private final DataSet root;
    private final Reading reading;

    Header(DataSet root, Reading reading) {
        this.root = root;
        this.reading = reading;
    }

    Device device() {
        List<String> versions = new ArrayList<>();
        for (String version : root.strings(Tag.SOFTWARE_VERSIONS)) {
            if (!version.isEmpty() && versions.size() < MAX_VERSIONS) {
                versions.add(version);
            }
        }
        return new Device(
                text(Tag.MANUFACTURER),
                text(Tag.MANUFACTURER_MODEL_NAME),
                text(Tag.DEVICE_SERIAL_NUMBER),
                versions.isEmpty() ? Optional.empty() : Optional.of(Texts.clean(String.join(" ", versions))),
                text(Tag.STATION_NAME));
    }

    StudyFacts study(Times irradiation) {
        return new StudyFacts(
                text(Tag.ACCESSION_NUMBER),
                studyDateTime(irradiation),
                text(Tag.STUDY_DESCRIPTION).or(() -> text(Tag.REQUESTED_PROCEDURE_DESCRIPTION)),
                text(Tag.INSTITUTION_NAME),
                procedureCodes(),
                root.string(Tag.TIMEZONE_OFFSET_FROM_UTC).flatMap(Texts::offset));
    }

    Optional<LocalDateTime> contentDateTime() {
        return dateTime(Tag.CONTENT_DATE, Tag.CONTENT_TIME);
    }

    /** Returns the facts about the patient; the age is that at the time of the study. */
    PatientFacts patient(StudyFacts study) {
        Optional<String> sex = root.string(Tag.PATIENT_SEX).filter(Header::isSex);
        Optional<Age> age = age(study);
        Optional<BigDecimal> weight = measure(Tag.PATIENT_WEIGHT, MAX_WEIGHT_KG, "Patient's Weight (0010,1030)");
        age.ifPresent(known -> {
            PatientPlausibility.checkAge(known.days(), reading);
            weight.ifPresent(kg -> PatientPlausibility.checkWeight(kg, known.days(), reading));
        });
        return new PatientFacts(
                sex,
                age.map(Age::days),
                age.map(Age::years),
                weight,
                measure(Tag.PATIENT_SIZE, MAX_HEIGHT_M, "Patient's Size (0010,1020)"));
    }

    private static boolean isSex(String text) {
        return text.equals("M") || text.equals("F") || text.equals("O");
    }

    private record Age(int days, BigDecimal years) {}

    /**
     * Returns Patient's Age as the scanner gives it. Where the birth date agrees with it, the days are counted from the birth date, which
     * is finer. De-identification often moves birth dates, so a birth date that disagrees is not used.
     */
    private Optional<Age> age(StudyFacts study) {
        Optional<StatedAge> stated = statedAge();
        Optional<Integer> counted = ageDaysFromBirthDate(study, stated.isPresent());
        if (stated.isEmpty()) {
            return counted.map(days -> new Age(days, yearsOf(days)));
        }
        int days = stated.get().days();
        int unit = stated.get().unitDays();
        boolean agrees = counted.isPresent() && counted.get() > days - 2 * unit && counted.get() < days + 2 * unit;
        if (counted.isPresent() && !agrees) {
            reading.note(Finding.Kind.INFERRED, "Patient's Age (0010,1010) and birth date disagree; the age counts");
        }
        return Optional.of(new Age(agrees ? counted.get() : days, stated.get().years()));
    }

    /** Returns the Patient ID with its issuer, for the pseudonym. */
    static Optional<PatientIdentity> identity(DataSet root) {
        return root.string(Tag.PATIENT_ID)
                .map(id -> new PatientIdentity(
                        id, root.string(Tag.ISSUER_OF_PATIENT_ID).orElse("")));
    }

    List<SopInstanceUid> predecessors() {
        List<SopInstanceUid> uids = new ArrayList<>();
        for (DataSet study : root.items(Tag.PREDECESSOR_DOCUMENTS_SEQUENCE)) {
            for (DataSet series : study.items(Tag.REFERENCED_SERIES_SEQUENCE)) {
                for (DataSet reference : series.items(Tag.REFERENCED_SOP_SEQUENCE)) {
                    reference
                            .string(Tag.REFERENCED_SOP_INSTANCE_UID)
                            .filter(uid -> !uid.isBlank())
                            .map(SopInstanceUid::new)
                            .ifPresent(uids::add);
                }
            }
        }
        return uids.subList(0, Math.min(MAX_CODES, uids.size()));
    }

    /** Returns the time of the exam on the scanner's clock: Study Date and Time, else the next best time with a finding. */
    private Optional<LocalDateTime> studyDateTime(Times irradiation) {
        Optional<LocalDate> date = date(Tag.STUDY_DATE, "Study Date (0008,0020)");
        Optional<LocalDateTime> instead =
                irradiation.start().or(this::contentDateTime).or(() -> dateTime(Tag.SERIES_DATE, Tag.SERIES_TIME));
        if (date.isEmpty()) {
            if (instead.isPresent()) {
                reading.note(
                        Finding.Kind.INFERRED,
                        "Study Date (0008,0020) is absent or unreadable; the date of irradiation, content or series is used");
            }
            return instead;
        }
        Optional<LocalTime> time = root.string(Tag.STUDY_TIME).flatMap(Texts::time);
        if (time.isPresent()) {
            return Optional.of(date.get().atTime(time.get()));
        }
        reading.note(
                Finding.Kind.INFERRED,
                "Study Time (0008,0030) is absent or unreadable; the time of irradiation or content is used, else midnight");
        return Optional.of(instead.filter(at -> at.toLocalDate().equals(date.get()))
                .orElseGet(() -> date.get().atStartOfDay()));
    }

    private Optional<LocalDate> date(int tag, String name) {
        Optional<String> text = root.string(tag);
        Optional<LocalDate> date = text.flatMap(Texts::date);
        if (text.isPresent() && date.isEmpty()) {
            reading.note(Finding.Kind.VALUE, name + " is not a date");
        }
        return date;
    }

    private Optional<LocalDateTime> dateTime(int dateTag, int timeTag) {
        LocalTime time = root.string(timeTag).flatMap(Texts::time).orElse(LocalTime.MIDNIGHT);
        return root.string(dateTag).flatMap(Texts::date).map(date -> date.atTime(time));
    }

    private List<Code> procedureCodes() {
        Set<Code> codes = new LinkedHashSet<>();
        addProcedureCodes(root, codes);
        for (int sequence : REQUESTS) {
            for (DataSet request : root.items(sequence)) {
                addProcedureCodes(request, codes);
            }
        }
        return List.copyOf(codes);
    }

    private static void addProcedureCodes(DataSet place, Set<Code> codes) {
        for (int tag : PROCEDURE_CODES) {
            for (DataSet item : place.items(tag)) {
                if (codes.size() < MAX_CODES) {
                    Codes.codeOf(item).ifPresent(codes::add);
                }
            }
        }
    }

    /** An unusable birth date is a fault of the report, and a doubt about the exam only where the age is not stated. */
    private Optional<Integer> ageDaysFromBirthDate(StudyFacts study, boolean isAgeStated) {
        Finding.Kind kind = isAgeStated ? Finding.Kind.STRUCTURE : Finding.Kind.VALUE;
        Optional<LocalDate> examDate = study.studyDateTime().map(LocalDateTime::toLocalDate);
        Optional<String> text = root.string(Tag.PATIENT_BIRTH_DATE);
        Optional<LocalDate> birth = text.flatMap(Texts::date);
        if (text.isPresent() && birth.isEmpty()) {
            reading.note(kind, "Patient's Birth Date (0010,0030) is not a date");
        }
        if (birth.isEmpty() || examDate.isEmpty()) {
            return Optional.empty();
        }
        long days = ChronoUnit.DAYS.between(birth.get(), examDate.get());
        boolean isPlausible = days >= 0 && days <= MAX_AGE_YEARS * 366L;
        if (!isPlausible) {
            reading.note(kind, "birth date and exam date give no plausible age");
        }
        return isPlausible ? Optional.of(PatientFacts.daysOfAge(birth.get(), examDate.get())) : Optional.empty();
    }

    /** An age (AS): three digits and D, W, M or Y; a missing letter means years. */
    private record StatedAge(int count, char unit) {

        int unitDays() {
            return switch (unit) {
                case 'D' -> 1;
                case 'W' -> 7;
                case 'M' -> 31;
                default -> 366;
            };
        }

        /** Returns the first day of that age, in days. */
        int days() {
            return switch (unit) {
                case 'D' -> count;
                case 'W' -> count * 7;
                case 'M' -> PatientFacts.daysOfMonths(count);
                default -> PatientFacts.daysOfMonths(12 * count);
            };
        }

        BigDecimal years() {
            BigDecimal number = BigDecimal.valueOf(count);
            return switch (unit) {
                case 'D' -> number.divide(DAYS_PER_YEAR, MathContext.DECIMAL32);
                case 'W' -> number.multiply(BigDecimal.valueOf(7)).divide(DAYS_PER_YEAR, MathContext.DECIMAL32);
                case 'M' -> number.divide(BigDecimal.valueOf(12), MathContext.DECIMAL32);
                default -> number;
            };
        }
    }

    private static BigDecimal yearsOf(int days) {
        return new BigDecimal(days).divide(DAYS_PER_YEAR, MathContext.DECIMAL32);
    }

    private Optional<StatedAge> statedAge() {
        Optional<String> text = root.string(Tag.PATIENT_AGE);
        Optional<StatedAge> age = text.flatMap(Header::ageOf);
        if (text.isPresent() && age.isEmpty()) {
            reading.note(Finding.Kind.VALUE, "Patient's Age (0010,1010) is not an age");
        }
        return age;
    }

    private static Optional<StatedAge> ageOf(String text) {
        char last = text.charAt(text.length() - 1);
        boolean hasUnit = last == 'D' || last == 'W' || last == 'M' || last == 'Y';
        String digits = hasUnit ? text.substring(0, text.length() - 1) : text;
        return Texts.wholeNumber(digits, MAX_AGE_DIGITS).stream()
                .mapToObj(count -> new StatedAge(count, hasUnit ? last : 'Y'))
                .findFirst();
    }

    private Optional<BigDecimal> measure(int tag, BigDecimal max, String name) {
        Optional<BigDecimal> value = root.string(tag).flatMap(DecimalText::read).filter(number -> number.signum() > 0);
        if (value.filter(number -> number.compareTo(max) > 0).isPresent()) {
            reading.note(Finding.Kind.VALUE, name + " is not plausible; the value is not used");
            return Optional.empty();
        }
        return value;
    }

    private Optional<String> text(int tag) {
        return root.string(tag).map(Texts::clean).filter(text -> !text.isEmpty());
    }
}
