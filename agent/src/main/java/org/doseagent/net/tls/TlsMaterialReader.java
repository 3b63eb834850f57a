package org.doseagent.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the files of DICOM TLS. Every exception names the key of the configuration. */
final class TlsMaterialReader {

    private static final String CERTIFICATE = "dicom.tls.certificate";
    private static final String KEY = "dicom.tls.key";
    private static final String KEY_STORE = "dicom.tls.keyStore";
    private static final String TRUST_STORE = "dicom.tls.trustStore";
    private static final String AUTHORITIES = "dicom.tls.authorities";

    private final TlsFiles names;
    private final TlsIdentity.Files files;

    TlsMaterialReader(TlsFiles names, TlsIdentity.Files files) {
        this.names = names;
        this.files = files;
    }

    TlsMaterial read() throws IOException {
        if (names.keyStore().isPresent()) {
            return fromKeyStore(names.keyStore().get());
        }
        TlsFiles.PemPair pair = names.pem()
                .orElseThrow(
                        () -> new IOException(CERTIFICATE + " and " + KEY + ", or " + KEY_STORE + ", are missing"));
        List<X509Certificate> chain = PemText.certificates(CERTIFICATE, bytes(CERTIFICATE, pair.certificate()));
        String algorithm = chain.get(0).getPublicKey().getAlgorithm();
        return new TlsMaterial(PemText.privateKey(KEY, bytes(KEY, pair.key()), algorithm), chain, authorities());
    }

    private TlsMaterial fromKeyStore(TlsFiles.Store store) throws IOException {
        KeyStore keys = pkcs12(KEY_STORE, store);
        try {
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias)
                        && keys.getKey(alias, store.password().toCharArray()) instanceof PrivateKey key) {
                    List<X509Certificate> chain = new ArrayList<>();
                    for (Certificate each : keys.getCertificateChain(alias)) {
                        chain.add((X509Certificate) each);
                    }
                    return new TlsMaterial(key, chain, authorities());
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(KEY_STORE + " has a key that cannot be read with its password", e);
        }
        throw new IOException(KEY_STORE + " has no private key with a certificate");
    }

    /** Returns the authorities; never those of the Java runtime, which sign for the whole internet. */
    private List<X509Certificate> authorities() throws IOException {
        TlsFiles.Store store = names.authorities()
                .orElseThrow(() -> new IOException(AUTHORITIES + ", or " + TRUST_STORE + ", is missing"));
        byte[] bytes = bytes(AUTHORITIES, store.file());
        if (PemText.hasCertificate(bytes)) {
            return PemText.certificates(AUTHORITIES, bytes);
        }
        KeyStore trusted = pkcs12(TRUST_STORE, store);
        List<X509Certificate> all = new ArrayList<>();
        try {
            for (String alias : Collections.list(trusted.aliases())) {
                if (trusted.getCertificate(alias) instanceof X509Certificate certificate) {
                    all.add(certificate);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(TRUST_STORE + " has a certificate that cannot be read", e);
        }
        if (all.isEmpty()) {
            throw new IOException(TRUST_STORE + " has no certificate");
        }
        return all;
    }

    private KeyStore pkcs12(String key, TlsFiles.Store store) throws IOException {
        byte[] bytes = bytes(key, store.file());
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(bytes), store.password().toCharArray());
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(key + " cannot be opened: not a PKCS12 file, or not its password", e);
        }
    }

    private byte[] bytes(String key, Path file) throws IOException {
        try {
            return files.read(file);
        } catch (IOException e) {
            throw new IOException(
                    key + ": the file " + file.getFileName() + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }
}
