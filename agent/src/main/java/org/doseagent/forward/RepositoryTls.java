package org.doseagent.forward;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.doseagent.forward.RepositoryTls.Store;
import org.jspecify.annotations.Nullable;

/**
 * The client certificate for the repository, and the authorities that may have signed the certificate of the repository. The files are read
 * again at each use, so a renewed certificate needs no restart.
 *
 * @param client PKCS12 with the client certificate and its key; empty: no client certificate
 * @param authorities PEM or PKCS12 with the trusted authorities; empty: those of Java
 */
public record RepositoryTls(Optional<Store> client, Optional<Store> authorities) {

    /** A key store has a few kilobytes, a bundle of authorities some hundred. */
    private static final int MAX_BYTES = 1 << 22;

    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    /** A file and the password that opens it. */
    public record Store(Path file, String password) {
        /** Never shows the password. */
        @Override
        public String toString() {
            return "Store[" + file.getFileName() + "]";
        }
    }

    /**
     * Reads the files.
     *
     * @throws IOException if one cannot be opened; the message names the setting and the rule
     */
    public SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Returns when our certificate ends; empty without one. Throws {@link IOException} as {@link #context}. */
    public Optional<Instant> clientEnd() throws IOException {
        return client.isEmpty() ? Optional.empty() : end(certificates(clientStore(client.get())));
    }

    /**
     * Returns when the first of the configured authorities ends; empty with those of Java. Throws {@link IOException} as {@link #context}.
     */
    public Optional<Instant> authorityEnd() throws IOException {
        return authorities.isEmpty() ? Optional.empty() : end(certificates(trustStore(authorities.get())));
    }

    private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
        if (client.isEmpty()) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(clientStore(client.get()), client.get().password().toCharArray());
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
        if (authorities.isEmpty()) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trustStore(authorities.get()));
        return factory.getTrustManagers();
    }

    private static KeyStore clientStore(Store store) throws IOException {
        KeyStore keys = pkcs12("forward.tls.keyStore", store, read("forward.tls.keyStore", store.file()));
        try {
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias)) {
                    return keys;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("forward.tls.keyStore cannot be read", e);
        }
        throw new IOException("forward.tls.keyStore has no private key");
    }

    private static KeyStore trustStore(Store store) throws IOException {
        byte[] bytes = read("forward.tls.trustStore", store.file());
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM)
                ? pem(bytes)
                : pkcs12("forward.tls.trustStore", store, bytes);
    }

    private static byte[] read(String key, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            throw new IOException(key + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static KeyStore pkcs12(String key, Store store, byte[] bytes) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(bytes), store.password().toCharArray());
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(key + " cannot be opened: not a PKCS12 file, or not its password", e);
        }
    }

    private static KeyStore pem(byte[] bytes) throws IOException {
        try {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            return trusted;
        } catch (GeneralSecurityException e) {
            throw new IOException("forward.tls.trustStore has a certificate that cannot be read", e);
        }
    }

    private static List<X509Certificate> certificates(KeyStore store) throws IOException {
        try {
            List<X509Certificate> all = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    all.add(certificate);
                }
            }
            return all;
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate cannot be read", e);
        }
    }

    private static Optional<Instant> end(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo);
    }
}
