package org.doseagent.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/**
 * Any bytes in any transfer syntax: a DicomException, or a data set that is the one the reference reader finds. {@code scripts/fuzz} runs it
 * for minutes.
 */
final class DataSetReaderFuzzTest {

    private static final DicomLimits LIMITS = new DicomLimits(1 << 20, 4 << 20, 200, 1 << 20, 32, 1_000, 10_000);

    @FuzzTest(maxDuration = "5m")
    void any_bytes(byte[] input) {
        if (input.length == 0) {
            return;
        }
        TransferSyntax[] syntaxes = TransferSyntax.values();
        TransferSyntax syntax = syntaxes[(input[0] & 0xFF) % syntaxes.length];
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            DataSet dataSet = new DataSetReader(LIMITS).read(bytes, syntax);
            DataSetWriter.write(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            DataSetText.of(dataSet);
            dataSet.hasUtf8Text();
            if (!syntax.isDeflated()) {
                assertThat(ReferenceReader.textOf(dataSet)).isEqualTo(ReferenceReader.read(bytes, syntax));
            }
        } catch (DicomException e) {
            // Refused, as it should be.
        } catch (ReferenceReader.RefusedException e) {
            throw new AssertionError("the reference reader refuses what the index reader reads", e);
        }
        try {
            Part10File.parse(bytes, LIMITS);
        } catch (DicomException e) {
            // Refused, as it should be.
        }
    }
}
