package org.doseagent.pacs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.pacs.Keys.Slice;
import org.junit.jupiter.api.Test;

final class KeysTest {

    private static final Slice DAY = Slice.of(LocalDate.of(2026, 3, 2));

    @Test
    void a_day_has_no_time_and_its_halves_have_every_second_once() {
        assertThat(Keys.studies(DAY, "SR").string(Tag.STUDY_TIME)).isEmpty();
        assertThat(DAY.firstHalf().times()).isEqualTo("000000-115959.999999");
        assertThat(DAY.secondHalf().times()).isEqualTo("120000-235959.999999");
        List<Slice> smallest = new ArrayList<>();
        split(DAY.firstHalf().firstHalf().firstHalf().firstHalf().firstHalf(), smallest);
        int next = 0;
        for (Slice slice : smallest) {
            assertThat(slice.firstSecond()).isEqualTo(next);
            assertThat(slice.lastSecond()).isEqualTo(next++);
        }
        assertThat(next).isEqualTo(24 * 60 * 60 / 32);
    }

    private static void split(Slice slice, List<Slice> smallest) {
        if (slice.canBeSplit()) {
            split(slice.firstHalf(), smallest);
            split(slice.secondHalf(), smallest);
        } else {
            smallest.add(slice);
        }
    }

    @Test
    void a_time_without_seconds_may_be_in_any_slice() {
        Slice morning = DAY.firstHalf();
        assertThat(morning.mayContain("115959.5")).isTrue();
        assertThat(morning.mayContain("120000")).isFalse();
        assertThat(morning.mayContain("")).isTrue();
        assertThat(morning.mayContain("23")).isTrue();
    }

    @Test
    void a_query_asks_for_template_and_title_and_for_nothing_about_the_patient() {
        DataSet keys = Keys.reports(new StudyInstanceUid("1.2"), "1.2.3");
        assertThat(keys.string(Tag.QUERY_RETRIEVE_LEVEL)).hasValue("IMAGE");
        assertThat(keys.items(Tag.CONTENT_TEMPLATE_SEQUENCE)).hasSize(1);
        assertThat(keys.items(Tag.CONCEPT_NAME_CODE_SEQUENCE)).hasSize(1);
        assertThat(keys.elements())
                .noneSatisfy(element -> assertThat(element.tag() >>> 16)
                        .as("group of the patient")
                        .isEqualTo(0x0010));
    }
}
