package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the index does with order, repetition and size, and how values are taken out of it. */
final class FlatIndexTest {

    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    private static final int MANY = 200_000;

    @Test
    void elements_out_of_order_or_twice_are_sorted_and_the_first_one_counts() throws Exception {
        DataSet read = read(join(
                element(0x0040A160, "third"),
                element(0x00080060, "SR"),
                element(0x0040A160, "again"),
                element(0x00080060, "CT"),
                element(0x00100020, "id")));

        assertThat(read.elements()).extracting(Element::tag).containsExactly(0x00080060, 0x00100020, 0x0040A160);
        assertThat(read.string(0x0040A160)).contains("third");
        assertThat(read.string(0x00080060)).contains("SR");
        assertThat(read.remarks())
                .hasSize(4)
                .filteredOn(remark -> remark.contains("occurs twice"))
                .hasSize(2);
    }

    @Test
    void tags_are_compared_without_a_sign() throws Exception {
        DataSet read = read(join(element(0x00080060, "SR"), element(0xFFFCFFF0, "x")));
        assertThat(read.remarks()).isEmpty();
        assertThat(read.string(0xFFFCFFF0)).contains("x");
        assertThat(read.string(0x7FE00010)).isEmpty();
    }

    @Test
    void the_work_for_elements_in_reverse_order_grows_with_their_number_only() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = MANY; i > 0; i--) {
            bytes.writeBytes(element(0x00090000 + 2 * i, ""));
        }
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            DataSet read = read(bytes.toByteArray());
            assertThat(read.elements()).hasSizeGreaterThan(MANY - 10);
            assertThat(read.contains(0x00090002)).isTrue();
        });
    }

    @Test
    void empty_items_have_a_limit_although_no_element_is_in_them() {
        DicomLimits limits = new DicomLimits(1 << 20, 1 << 20, 200, 1 << 20, 64, 1_000, 50);
        byte[] item = {(byte) 0xFE, -1, 0, (byte) 0xE0, 0, 0, 0, 0};
        byte[] sequence = {0x40, 0, 0x30, (byte) 0xA7, 'S', 'Q', 0, 0, 8, 0, 0, 0};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i <= 50; i++) {
            bytes.writeBytes(item);
        }
        sequence[8] = (byte) bytes.size();
        sequence[9] = (byte) (bytes.size() >>> 8);
        byte[] all = join(sequence, bytes.toByteArray());
        DicomException refused =
                catchThrowableOfType(DicomException.class, () -> new DataSetReader(limits).read(all, SYNTAX));
        assertThat(refused.reason()).isEqualTo(DicomException.Reason.LIMIT);
        assertThat(refused).hasMessageContaining("more than 50 items");
    }

    @Test
    void an_item_put_into_another_data_set_keeps_all_that_is_in_it() {
        DataSet deep = DataSet.builder().text(Tag.CODE_VALUE, "113701").build();
        DataSet inner = DataSet.builder()
                .items(Tag.CONCEPT_NAME_CODE_SEQUENCE, deep, deep)
                .us(0x00280010, 7)
                .build();
        DataSet outer = DataSet.builder()
                .text(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100")
                .items(Tag.CONTENT_SEQUENCE, inner, inner)
                .build();

        DataSet second = outer.items(Tag.CONTENT_SEQUENCE).get(1);
        assertThat(second.integer(0x00280010)).hasValue(7);
        assertThat(second.items(Tag.CONCEPT_NAME_CODE_SEQUENCE).get(1).string(Tag.CODE_VALUE))
                .contains("113701");
        assertThat(DataSetText.of(second)).isEqualTo(DataSetText.of(inner));
    }

    @Test
    void a_text_is_looked_up_in_its_bytes_and_decoded_only_where_the_character_set_needs_it() {
        TextTable<Integer> table = TextTable.of(Map.of("113701", 1, "SR", 2));
        DataSet plain = DataSet.builder()
                .text(Tag.CODE_VALUE, "113701 ")
                .text(Tag.MODALITY, "SR")
                .text(Tag.CODE_MEANING, "other")
                .build();
        assertThat(plain.lookUp(Tag.CODE_VALUE, table)).isEqualTo(1);
        assertThat(plain.lookUp(Tag.MODALITY, table)).isEqualTo(2);
        assertThat(plain.lookUp(Tag.CODE_MEANING, table)).isNull();
        assertThat(plain.lookUp(Tag.PATIENT_ID, table)).isNull();

        byte[] escaped = {0x1B, '(', 'B', '1', '1', '3', '7', '0', '1'};
        DataSet extended = DataSet.builder()
                .text(Tag.SPECIFIC_CHARACTER_SET, "", "ISO 2022 IR 87")
                .bytes(Tag.CODE_VALUE, Vr.SH, escaped)
                .build();
        assertThat(extended.lookUp(Tag.CODE_VALUE, table)).isEqualTo(1);
        assertThat(TextTable.ignoringCase(Map.of("mgy.cm", 3)).get("mGy.cm".getBytes(), 0, 6))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "-7, -7", "+3, 3", "4.000, 4", "5., 5", "1234567890,", "1.5,", "x,", "-,", "'',"})
    void an_integer_string_is_read_as_the_field_writes_it(String text, Integer expected) {
        OptionalInt read =
                DataSet.builder().text(0x00200013, Vr.IS, text).build().integer(0x00200013);
        assertThat(read.isPresent() ? read.getAsInt() : null).isEqualTo(expected);
    }

    private static byte[] element(int tag, String text) {
        byte[] value = (text.length() % 2 == 0 ? text : text + " ").getBytes();
        byte[] header = {
            (byte) (tag >>> 16), (byte) (tag >>> 24), (byte) tag, (byte) (tag >>> 8), 'L', 'O', (byte) value.length, 0
        };
        return join(header, value);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static DataSet read(byte[] bytes) throws DicomException {
        return new DataSetReader(DicomLimits.DEFAULT).read(bytes, SYNTAX);
    }
}
