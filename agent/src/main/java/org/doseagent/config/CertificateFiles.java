package org.doseagent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.doseagent.net.tls.TlsIdentity;

/** Reads the files of DICOM TLS. */
final class CertificateFiles implements TlsIdentity.Files {

    /** A key store has a few kilobytes, a bundle of authorities some hundred. */
    private static final int MAX_BYTES = 1 << 22;

    @Override
    public byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES);
        }
    }

    /** A file that is missing while it is replaced has a stamp too. */
    @Override
    public String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }
}
