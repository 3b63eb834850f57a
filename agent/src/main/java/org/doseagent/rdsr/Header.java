package org.doseagent.rdsr;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.Code;
import org.doseagent.dose.Device;
import org.doseagent.dose.Finding;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.PatientIdentity;
import org.doseagent.dose.SopInstanceUid;
import org.doseagent.dose.StudyFacts;

/** The attributes outside the content tree (PS3.3 A.35.8): patient, study, equipment. Names are never read. */
final class Header {

    private static final int[] PROCEDURE_CODES = {
        Tag.PROCEDURE_CODE_SEQUENCE, Tag.PERFORMED_PROCEDURE_CODE_SEQUENCE, Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE
    };
    static final int MAX_CODES = 20;
    private static final Pattern AGE = Pattern.compile("(\\d{1,3})([DWMY]?)");
    private static final BigDecimal DAYS_PER_YEAR = new BigDecimal("365.2425");
    private static final int MAX_AGE_YEARS = 130;
    private static final BigDecimal MAX_WEIGHT_KG = BigDecimal.valueOf(500);
    private static final BigDecimal MAX_HEIGHT_M = BigDecimal.valueOf(3);

    private final DataSet root;
    private final Reading reading;

    Header(DataSet root, Reading reading) {
        this.root = root;
        this.reading = reading;
    }

    Device device() {
        List<String> versions = root.strings(Tag.SOFTWARE_VERSIONS).stream()
                .filter(version -> !version.isEmpty())
                .limit(5)
                .toList();
        return new Device(
                text(Tag.MANUFACTURER),
                text(Tag.MANUFACTURER_MODEL_NAME),
                text(Tag.DEVICE_SERIAL_NUMBER),
                versions.isEmpty() ? Optional.empty() : Optional.of(Texts.clean(String.join(" ", versions))),
                text(Tag.STATION_NAME));
    }

    StudyFacts study(Optional<LocalDateTime> startOfIrradiation) {
        return new StudyFacts(
                text(Tag.ACCESSION_NUMBER),
                studyDateTime(startOfIrradiation),
                text(Tag.STUDY_DESCRIPTION).or(() -> text(Tag.REQUESTED_PROCEDURE_DESCRIPTION)),
                text(Tag.INSTITUTION_NAME),
                procedureCodes(),
                root.string(Tag.TIMEZONE_OFFSET_FROM_UTC).flatMap(Texts::offset));
    }

    Optional<LocalDateTime> contentDateTime() {
        return dateTime(Tag.CONTENT_DATE, Tag.CONTENT_TIME);
    }

    PatientFacts patient(Optional<LocalDate> examDate) {
        Optional<String> sex = root.string(Tag.PATIENT_SEX).filter(text -> text.matches("[MFO]"));
        Optional<Age> age = age(examDate);
        return new PatientFacts(
                sex,
                age.map(Age::days),
                age.map(Age::years),
                measure(Tag.PATIENT_WEIGHT, MAX_WEIGHT_KG, "Patient's Weight (0010,1030)"),
                measure(Tag.PATIENT_SIZE, MAX_HEIGHT_M, "Patient's Size (0010,1020)"));
    }

    private record Age(int days, BigDecimal years) {}

    /**
     * Patient's Age as the scanner gives it; where the birth date agrees with it, the days are counted from the birth date, which is finer.
     * De-identification often moves birth dates, so the one that disagrees is not used.
     */
    private Optional<Age> age(Optional<LocalDate> examDate) {
        Optional<Matcher> stated = statedAge();
        Optional<Integer> counted = ageDaysFromBirthDate(examDate);
        if (stated.isEmpty()) {
            return counted.map(days -> new Age(days, yearsOf(days)));
        }
        int days = daysOf(stated.get());
        int unit = unitDays(stated.get());
        boolean agrees = counted.isPresent() && counted.get() > days - 2 * unit && counted.get() < days + 2 * unit;
        if (counted.isPresent() && !agrees) {
            reading.note(
                    Finding.Kind.CONFLICT,
                    "header",
                    "Patient's Age (0010,1010) and birth date disagree; the age counts");
        }
        return Optional.of(new Age(agrees ? counted.get() : days, yearsOf(stated.get())));
    }

    Optional<PatientIdentity> identity() {
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
        return uids.stream().limit(MAX_CODES).toList();
    }

    /** When the exam was, by the scanner's clock: Study Date and Time, else what comes nearest, which is a finding. */
    private Optional<LocalDateTime> studyDateTime(Optional<LocalDateTime> startOfIrradiation) {
        Optional<LocalDate> date = date(Tag.STUDY_DATE, "Study Date (0008,0020)");
        Optional<LocalDateTime> instead =
                startOfIrradiation.or(this::contentDateTime).or(() -> dateTime(Tag.SERIES_DATE, Tag.SERIES_TIME));
        if (date.isEmpty()) {
            if (instead.isPresent()) {
                reading.note(
                        Finding.Kind.INFERRED,
                        "header",
                        "Study Date (0008,0020) is absent or unreadable; the date of irradiation, content or series is taken");
            }
            return instead;
        }
        Optional<LocalTime> time = root.string(Tag.STUDY_TIME).flatMap(Texts::time);
        if (time.isPresent()) {
            return Optional.of(date.get().atTime(time.get()));
        }
        reading.note(
                Finding.Kind.INFERRED,
                "header",
                "Study Time (0008,0030) is absent or unreadable; that of irradiation or content is taken, else midnight");
        return Optional.of(instead.filter(at -> at.toLocalDate().equals(date.get()))
                .orElseGet(() -> date.get().atStartOfDay()));
    }

    private Optional<LocalDate> date(int tag, String name) {
        Optional<String> text = root.string(tag);
        Optional<LocalDate> date = text.flatMap(Texts::date);
        if (text.isPresent() && date.isEmpty()) {
            reading.note(Finding.Kind.VALUE, "header", name + " is not a date");
        }
        return date;
    }

    private Optional<LocalDateTime> dateTime(int dateTag, int timeTag) {
        LocalTime time = root.string(timeTag).flatMap(Texts::time).orElse(LocalTime.MIDNIGHT);
        return root.string(dateTag).flatMap(Texts::date).map(date -> date.atTime(time));
    }

    private List<Code> procedureCodes() {
        List<Code> codes = new ArrayList<>();
        List<DataSet> places = new ArrayList<>(List.of(root));
        places.addAll(root.items(Tag.REFERENCED_REQUEST_SEQUENCE));
        places.addAll(root.items(Tag.REQUEST_ATTRIBUTES_SEQUENCE));
        for (DataSet place : places) {
            for (int tag : PROCEDURE_CODES) {
                place.items(tag).stream()
                        .flatMap(item -> ContentItem.codeOf(item).stream())
                        .forEach(codes::add);
            }
        }
        return codes.stream().distinct().limit(MAX_CODES).toList();
    }

    private Optional<Integer> ageDaysFromBirthDate(Optional<LocalDate> examDate) {
        Optional<String> text = root.string(Tag.PATIENT_BIRTH_DATE);
        Optional<LocalDate> birth = text.flatMap(Texts::date);
        if (text.isPresent() && birth.isEmpty()) {
            reading.note(Finding.Kind.VALUE, "header", "Patient's Birth Date (0010,0030) is not a date");
        }
        if (birth.isEmpty() || examDate.isEmpty()) {
            return Optional.empty();
        }
        long days = ChronoUnit.DAYS.between(birth.get(), examDate.get());
        boolean isPlausible = days >= 0 && days <= MAX_AGE_YEARS * 366L;
        if (!isPlausible) {
            reading.note(Finding.Kind.VALUE, "header", "birth date and exam date give no plausible age");
        }
        return isPlausible ? Optional.of(PatientFacts.daysOfAge(birth.get(), examDate.get())) : Optional.empty();
    }

    private static int unitDays(Matcher age) {
        return switch (age.group(2)) {
            case "D" -> 1;
            case "W" -> 7;
            case "M" -> 31;
            default -> 366;
        };
    }

    /** The first day of that age, in days. */
    private static int daysOf(Matcher age) {
        int count = Integer.parseInt(age.group(1));
        return switch (age.group(2)) {
            case "D" -> count;
            case "W" -> count * 7;
            case "M" -> PatientFacts.daysOfMonths(count);
            default -> PatientFacts.daysOfMonths(12 * count);
        };
    }

    private static BigDecimal yearsOf(Matcher age) {
        BigDecimal count = new BigDecimal(age.group(1));
        return switch (age.group(2)) {
            case "D" -> count.divide(DAYS_PER_YEAR, MathContext.DECIMAL32);
            case "W" -> count.multiply(BigDecimal.valueOf(7)).divide(DAYS_PER_YEAR, MathContext.DECIMAL32);
            case "M" -> count.divide(BigDecimal.valueOf(12), MathContext.DECIMAL32);
            default -> count;
        };
    }

    private static BigDecimal yearsOf(int days) {
        return new BigDecimal(days).divide(DAYS_PER_YEAR, MathContext.DECIMAL32);
    }

    private Optional<Matcher> statedAge() {
        Optional<String> text = root.string(Tag.PATIENT_AGE);
        Optional<Matcher> age = text.map(AGE::matcher).filter(Matcher::matches);
        if (text.isPresent() && age.isEmpty()) {
            reading.note(Finding.Kind.VALUE, "header", "Patient's Age (0010,1010) is not an age");
        }
        return age;
    }

    private Optional<BigDecimal> measure(int tag, BigDecimal most, String name) {
        Optional<BigDecimal> value = root.string(tag).flatMap(Reading::decimal).filter(number -> number.signum() > 0);
        if (value.filter(number -> number.compareTo(most) > 0).isPresent()) {
            reading.note(Finding.Kind.VALUE, "header", name + " is not plausible; the value is not used");
            return Optional.empty();
        }
        return value;
    }

    private Optional<String> text(int tag) {
        return root.string(tag).map(Texts::clean).filter(text -> !text.isEmpty());
    }
}
