package org.doseagent.net.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of DICOM TLS; {@code config/agent.yaml} explains each key of {@code dicom.tls}.
 *
 * @param pem our certificate with its chain, and our key, as PEM; instead of {@code keyStore}
 * @param keyStore the same as PKCS12
 * @param authorities PEM or PKCS12 with the authorities that sign the certificates of peers
 */
public record TlsFiles(Optional<PemPair> pem, Optional<Store> keyStore, Optional<Store> authorities) {

    /** A certificate with its chain, and the private key of it. */
    public record PemPair(Path certificate, Path key) {}

    /** A file and the password that opens it; a PEM file needs none. */
    public record Store(Path file, String password) {

        /** Never shows the password. */
        @Override
        public String toString() {
            return "Store[" + file.getFileName() + "]";
        }
    }

    /** Returns all files. */
    List<Path> all() {
        List<Path> all = new ArrayList<>();
        pem.ifPresent(pair -> all.addAll(List.of(pair.certificate, pair.key)));
        keyStore.ifPresent(store -> all.add(store.file));
        authorities.ifPresent(store -> all.add(store.file));
        return all;
    }
}
