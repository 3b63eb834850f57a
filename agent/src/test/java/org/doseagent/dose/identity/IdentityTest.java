package org.doseagent.dose.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityTest {

    @ParameterizedTest(name = "\"{0}|{1}|{2}\"")
    @CsvSource({
        "SIEMENS, SOMATOM Force, S1",
        "GE|Medical, CT, S1",
        "M, A|B, S1",
        "M, CT, S|1",
        "M, CT, ''",
        "'', '', ''"
    })
    void the_key_of_a_scanner_is_the_same_read_from_its_text(String manufacturer, String model, String serialNumber) {
        DeviceKey key = new Device(
                        Optional.of(manufacturer),
                        Optional.of(model),
                        Optional.of(serialNumber),
                        Optional.empty(),
                        Optional.empty())
                .key();
        assertThat(key).isEqualTo(new DeviceKey(manufacturer.replace("|", " "), model.replace("|", " "), serialNumber));
        assertThat(key.serialNumber()).isEqualTo(serialNumber);
        assertThat(key.text())
                .isEqualTo(manufacturer.replace("|", " ") + "|" + model.replace("|", " ") + "|" + serialNumber);
        assertThat(DeviceKey.parse(key.text())).isEqualTo(key);
    }

    @Test
    void a_scanner_without_a_name_has_a_label_and_the_station_name_replaces_a_missing_serial_number() {
        assertThat(Device.UNKNOWN.label()).isEqualTo("unknown scanner");
        Device station = new Device(
                Optional.empty(), Optional.of("CT"), Optional.empty(), Optional.empty(), Optional.of("CT01"));
        assertThat(station.key()).isEqualTo(new DeviceKey("", "CT", "CT01"));
        assertThat(station.label()).isEqualTo("CT CT01");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "   ", "12345678901234567"})
    void a_text_that_is_no_title_is_read_as_absent_and_refused_as_a_title(String text) {
        assertThat(AeTitle.read(text)).isEmpty();
        assertThatThrownBy(() -> new AeTitle(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void spaces_around_a_title_do_not_count() {
        assertThat(AeTitle.read(" 1234567890123456 ")).contains(new AeTitle("1234567890123456"));
    }

    @Test
    void a_blank_identity_is_refused_and_what_leads_to_a_patient_is_masked() {
        assertThatThrownBy(() -> new StudyInstanceUid(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SopInstanceUid("\t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PatientKey("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new StudyInstanceUid("1.2.3")).hasToString("StudyInstanceUid[masked]");
        assertThat(new PatientKey("key")).hasToString("PatientKey[masked]");
    }
}
