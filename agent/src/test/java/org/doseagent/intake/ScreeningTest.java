package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.junit.jupiter.api.Test;

final class ScreeningTest {

    private static final int LARGE = 10_000;
    private static final TransferSyntax PLAIN = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    private static final TransferSyntax DEFLATED = TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN;

    private final Screening screening =
            new Screening(new ScreeningSettings(LARGE, 2), new DataSetReader(DicomLimits.DEFAULT));

    @Test
    void an_address_may_store_some_unreadable_objects_a_minute_and_no_more() {
        byte[] nonsense = new byte[LARGE + 1];
        long minute = TimeUnit.MINUTES.toNanos(1);
        assertThat(admits("10.0.0.1", nonsense, PLAIN, 0)).isTrue();
        assertThat(admits("10.0.0.1", nonsense, PLAIN, 1)).isTrue();
        assertThat(admits("10.0.0.1", nonsense, PLAIN, 2)).isFalse();
        assertThat(admits("10.0.0.1", nonsense, PLAIN, minute - 1)).isFalse();
        assertThat(admits("10.0.0.2", nonsense, PLAIN, 2)).as("another address").isTrue();
        assertThat(admits("10.0.0.1", nonsense, PLAIN, minute))
                .as("a minute later")
                .isTrue();
    }

    @Test
    void readable_objects_and_short_ones_are_never_refused() {
        byte[] nonsense = new byte[LARGE + 1];
        for (int i = 0; i < 3; i++) {
            admits("10.0.0.1", nonsense, PLAIN, 0);
        }
        assertThat(admits("10.0.0.1", nonsense, PLAIN, 0)).isFalse();
        assertThat(admits("10.0.0.1", new byte[LARGE], PLAIN, 0)).as("short").isTrue();
        assertThat(admits("10.0.0.1", text(LARGE), PLAIN, 0)).as("readable").isTrue();
    }

    @Test
    void bombs_are_unreadable_however_short_they_are() {
        byte[] bomb = new byte[LARGE];
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[9 << 20]);
        deflater.finish();
        assertThat(deflater.deflate(bomb)).isBetween(LARGE / 16, LARGE - 1);
        deflater.end();
        assertThat(admits("10.0.0.1", bomb, DEFLATED, 0)).isTrue();
        assertThat(admits("10.0.0.1", bomb, DEFLATED, 0)).isTrue();
        assertThat(admits("10.0.0.1", bomb, DEFLATED, 0)).isFalse();
    }

    /** Returns (0040,A160) UT of so many characters. */
    private static byte[] text(int length) {
        byte[] bytes = new byte[12 + length];
        java.util.Arrays.fill(bytes, (byte) 'x');
        byte[] header = {0x40, 0, 0x60, (byte) 0xA1, 'U', 'T', 0, 0, (byte) length, (byte) (length >> 8), 0, 0};
        System.arraycopy(header, 0, bytes, 0, header.length);
        return bytes;
    }

    private boolean admits(String host, byte[] bytes, TransferSyntax syntax, long now) {
        AeTitle title = new AeTitle("TEST");
        return screening.admits(
                new ReceivedObject(
                        SopClass.XRAY_RADIATION_DOSE_SR,
                        new SopInstanceUid("2.25.1"),
                        syntax.uid(),
                        bytes,
                        title,
                        title,
                        host),
                now);
    }
}
