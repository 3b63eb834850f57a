package org.doseagent.rdsr;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.TransferSyntax;

/** Whatever the reader lets through, the extractor takes: findings, never an exception. */
final class ExtractorFuzzTest {

    private static final DicomLimits LIMITS = new DicomLimits(1 << 20, 4 << 20, 200, 1 << 20, 32, 1_000, 10_000);

    @FuzzTest(maxDuration = "5m")
    void any_report(byte[] bytes) {
        DataSet dataSet;
        try {
            dataSet = new DataSetReader(LIMITS).read(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        } catch (DicomException e) {
            return;
        }
        new RdsrExtractor().extract(dataSet);
    }
}
