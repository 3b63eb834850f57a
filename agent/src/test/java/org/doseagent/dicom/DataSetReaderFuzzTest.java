package org.doseagent.dicom;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Any bytes in any transfer syntax: a data set or a DicomException, nothing else. {@code scripts/fuzz} runs it for long. */
final class DataSetReaderFuzzTest {

    private static final DicomLimits LIMITS = new DicomLimits(1 << 20, 4 << 20, 200, 1 << 20, 32, 1_000, 10_000);

    @FuzzTest(maxDuration = "5m")
    void any_bytes(byte[] input) {
        if (input.length == 0) {
            return;
        }
        TransferSyntax[] syntaxes = TransferSyntax.values();
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            DataSet dataSet = new DataSetReader(LIMITS).read(bytes, syntaxes[(input[0] & 0xFF) % syntaxes.length]);
            DataSetWriter.write(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            DataSetText.of(dataSet);
        } catch (DicomException e) {
            // Refused, as it should be.
        }
        try {
            Part10File.parse(bytes, LIMITS);
        } catch (DicomException e) {
            // Refused, as it should be.
        }
    }
}
