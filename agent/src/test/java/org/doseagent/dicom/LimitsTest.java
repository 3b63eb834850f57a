package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Each limit refuses what is above it and takes what is at it. */
final class LimitsTest {

    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    private static final int MANY = 1 << 20;

    @Test
    void bytes_of_an_object() throws Exception {
        byte[] bytes = DataSetWriter.write(nested(1), SYNTAX);
        assertThat(read(bytes, new DicomLimits(bytes.length, MANY, 200, MANY, 64, MANY, MANY)))
                .isNotNull();
        refuses(bytes, new DicomLimits(bytes.length - 1, MANY, 200, MANY, 64, MANY, MANY));
    }

    @Test
    void bytes_of_an_element() throws Exception {
        byte[] bytes = DataSetWriter.write(
                DataSet.builder().text(Tag.TEXT_VALUE, "x".repeat(100)).build(), SYNTAX);
        assertThat(read(bytes, new DicomLimits(MANY, MANY, 200, 100, 64, MANY, MANY)))
                .isNotNull();
        refuses(bytes, new DicomLimits(MANY, MANY, 200, 99, 64, MANY, MANY));
    }

    @Test
    void depth_of_sequences() throws Exception {
        byte[] bytes = DataSetWriter.write(nested(10), SYNTAX);
        assertThat(read(bytes, new DicomLimits(MANY, MANY, 200, MANY, 11, MANY, MANY)))
                .isNotNull();
        refuses(bytes, new DicomLimits(MANY, MANY, 200, MANY, 9, MANY, MANY));
    }

    @Test
    void a_depth_that_would_end_the_stack_is_refused_long_before() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 50_000; i++) {
            // (0040,A730) SQ of undefined length, item of undefined length.
            bytes.writeBytes(new byte[] {0x40, 0, 0x30, (byte) 0xA7, 'S', 'Q', 0, 0, -1, -1, -1, -1});
            bytes.writeBytes(new byte[] {(byte) 0xFE, -1, 0, (byte) 0xE0, -1, -1, -1, -1});
        }
        refuses(bytes.toByteArray(), DicomLimits.DEFAULT);
    }

    @Test
    void items_of_a_sequence_and_elements_of_an_object() throws Exception {
        List<DataSet> items = new ArrayList<>(Collections.nCopies(
                20, DataSet.builder().text(Tag.CODE_VALUE, "1").build()));
        byte[] bytes = DataSetWriter.write(
                DataSet.builder().items(Tag.CONTENT_SEQUENCE, items).build(), SYNTAX);
        assertThat(read(bytes, new DicomLimits(MANY, MANY, 200, MANY, 64, 20, 21)))
                .isNotNull();
        refuses(bytes, new DicomLimits(MANY, MANY, 200, MANY, 64, 19, MANY));
        refuses(bytes, new DicomLimits(MANY, MANY, 200, MANY, 64, MANY, 20));
    }

    @Test
    void a_deflate_bomb() throws Exception {
        byte[] bomb = deflated(new byte[50 << 20]);
        DicomException refused = catchThrowableOfType(
                DicomException.class,
                () -> new DataSetReader(DicomLimits.DEFAULT)
                        .read(bomb, TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN));
        assertThat(refused.reason()).isEqualTo(DicomException.Reason.LIMIT);
    }

    @Test
    void a_deflate_bomb_is_refused_long_before_it_is_inflated() throws Exception {
        byte[] bomb = deflated(new byte[60 << 20]);
        DicomLimits limits = DicomLimits.DEFAULT;
        DicomException refused = catchThrowableOfType(
                DicomException.class,
                () -> new DataSetReader(limits).check(bomb, TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN));
        assertThat(refused.reason()).isEqualTo(DicomException.Reason.LIMIT);
        assertThat(refused)
                .hasMessageMatching("deflated data set inflates to more than 200 times .* after 41\\d{5} bytes");
    }

    @Test
    void a_large_data_set_that_deflates_as_reports_do_is_read() throws Exception {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        while (text.length() < 6 << 20) {
            text.append(random.nextInt()).append("dose".repeat(20));
        }
        DataSet large = DataSet.builder().text(Tag.TEXT_VALUE, text.toString()).build();
        byte[] bytes = DataSetWriter.write(large, TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN);
        DataSetReader reader = new DataSetReader(DicomLimits.DEFAULT);
        reader.check(bytes, TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN);
        assertThat(reader.read(bytes, TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN)
                        .string(Tag.TEXT_VALUE))
                .hasValueSatisfying(value ->
                        assertThat(value).startsWith(text.substring(0, 100)).hasSize(text.length()));
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out =
                new DeflaterOutputStream(deflated, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            out.write(bytes);
        }
        return deflated.toByteArray();
    }

    private static DataSet nested(int depth) {
        DataSet inner = DataSet.builder().text(Tag.CODE_VALUE, "1").build();
        for (int i = 0; i < depth; i++) {
            inner = DataSet.builder().items(Tag.CONTENT_SEQUENCE, inner).build();
        }
        return inner;
    }

    private static DataSet read(byte[] bytes, DicomLimits limits) throws DicomException {
        return new DataSetReader(limits).read(bytes, SYNTAX);
    }

    private static void refuses(byte[] bytes, DicomLimits limits) {
        DicomException refused = catchThrowableOfType(DicomException.class, () -> read(bytes, limits));
        assertThat(refused).isNotNull();
        assertThat(refused.reason()).isEqualTo(DicomException.Reason.LIMIT);
    }
}
