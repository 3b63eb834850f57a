package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An element of each VR through each transfer syntax comes back byte for byte, also with the long form's 32-bit length. */
final class VrTest {

    @ParameterizedTest
    @EnumSource(value = Vr.class, mode = EnumSource.Mode.EXCLUDE, names = "SQ")
    void every_vr_comes_back_from_every_syntax(Vr vr) throws Exception {
        int tag = tagOf(vr);
        for (int size : vr.isLongForm() ? new int[] {0, 16, 70_000} : new int[] {0, 16}) {
            byte[] value = vr.isText() ? "1".repeat(size).getBytes(StandardCharsets.US_ASCII) : counting(size);
            DataSet original = DataSet.builder().bytes(tag, vr, value).build();
            byte[] plain = DataSetWriter.write(original, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            for (TransferSyntax syntax : TransferSyntax.values()) {
                if (vr == Vr.UN && !syntax.isExplicitVr()) {
                    continue;
                }
                DataSet again =
                        new DataSetReader(DicomLimits.DEFAULT).read(DataSetWriter.write(original, syntax), syntax);
                assertThat(DataSetWriter.write(again, TransferSyntax.EXPLICIT_LITTLE_ENDIAN))
                        .as("%s of %d bytes through %s", vr, size, syntax)
                        .isEqualTo(plain);
            }
        }
    }

    private static byte[] counting(int size) {
        byte[] bytes = new byte[size];
        IntStream.range(0, size).forEach(i -> bytes[i] = (byte) i);
        return bytes;
    }

    /** Returns a tag that the dictionary gives this VR, since implicit VR does not carry it. */
    private static int tagOf(Vr vr) {
        return IntStream.rangeClosed(0x0008, 0x7FE0)
                .filter(group -> group % 2 == 0)
                .flatMap(group -> IntStream.range(0, 0x10000).map(element -> (group << 16) | element))
                .filter(tag -> Dictionary.keywordOf(tag).isPresent() && Dictionary.vrOf(tag) == vr)
                .findFirst()
                .orElse(0x00091001);
    }
}
