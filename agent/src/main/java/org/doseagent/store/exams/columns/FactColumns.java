package org.doseagent.store.exams.columns;

import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Code;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.StudyFacts;

/** The columns about the study and the patient, which exams and reports share. */
public final class FactColumns {

    public static final String NAMES = """
            accession_number, study_date_time, utc_offset_s, study_description, institution, procedure_codes,
            sex, age_days, age_years, weight_kg, height_m
            """;

    private FactColumns() {}

    public static void write(RowValues row, StudyFacts study, PatientFacts patient) throws SQLException {
        row.add(study.accessionNumber().orElse(null))
                .add(study.studyDateTime().orElse(null))
                .add(study.utcOffset().map(ZoneOffset::getTotalSeconds).orElse(null))
                .word(study.studyDescription().orElse(null))
                .word(study.institution().orElse(null))
                .add(study.procedureCodes().isEmpty() ? null : codes(row, study.procedureCodes()))
                .add(patient.sex().orElse(null))
                .add(patient.ageDays().orElse(null))
                .decimal(patient.ageYears().orElse(null))
                .decimal(patient.weightKg().orElse(null))
                .decimal(patient.heightM().orElse(null));
    }

    private static String codes(RowValues row, List<Code> codes) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        for (Code code : codes) {
            numbers.add(Math.toIntExact(row.dictionary().idOf(code)));
        }
        return IntegerList.text(numbers);
    }

    public static StudyFacts study(RowReader row) throws SQLException {
        Optional<String> accession = row.textIfAny();
        var at = row.timeIfAny();
        Optional<ZoneOffset> offset = row.integerIfAny().map(ZoneOffset::ofTotalSeconds);
        Optional<String> description = row.wordIfAny();
        Optional<String> institution = row.wordIfAny();
        List<Code> codes = new ArrayList<>();
        for (int id : IntegerList.parse(row.textIfAny().orElse(""))) {
            codes.add(row.dictionary().code(id, row.store()));
        }
        return new StudyFacts(accession, at, description, institution, codes, offset);
    }

    public static PatientFacts patient(RowReader row) throws SQLException {
        return new PatientFacts(
                row.textIfAny(), row.integerIfAny(), row.decimalIfAny(), row.decimalIfAny(), row.decimalIfAny());
    }
}
