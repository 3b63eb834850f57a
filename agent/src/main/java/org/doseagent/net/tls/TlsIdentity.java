package org.doseagent.net.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our certificate and key, and the authorities of our peers. Files that change are read again within seconds; where they cannot be read,
 * what was read before stays in use and the log names the problem. Thread-safe.
 */
public final class TlsIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);

    /** How often the files are looked at. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** PS3.15 Annex B: the BCP 195 profile of RFC 8996 and RFC 9325. */
    static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    static final String[] CIPHER_SUITES = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    };

    /** Reads files; {@code net} itself opens none. */
    public interface Files {

        /** Returns the content of a file of reasonable length. */
        byte[] read(Path file) throws IOException;

        /** Returns a text that changes when the file changes. */
        String stamp(Path file);
    }

    /** What was read at one moment. */
    private record Loaded(TlsMaterial material, SSLContext context, List<String> stamps) {}

    private final TlsFiles names;
    private final Files files;
    private final Object lock = new Object();
    private @Nullable Loaded loaded;
    private List<String> failedStamps = List.of();
    private @Nullable String problem;
    private long lookedAt;

    public TlsIdentity(TlsFiles names, Files files) {
        this.names = names;
        this.files = files;
    }

    /**
     * Returns the engine of a connection that a peer opened.
     *
     * @throws IOException if the files cannot be used; the message names the key of the configuration
     */
    public SSLEngine accepting(boolean needsClientCertificate) throws IOException {
        SSLEngine engine = current().context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters();
        if (needsClientCertificate) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(true);
        }
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Returns the engine of a connection that we opened to a host.
     *
     * @param verifiesHost whether the certificate of the peer must have the name of the host
     * @throws IOException as {@link #accepting}
     */
    public SSLEngine calling(String host, int port, boolean verifiesHost) throws IOException {
        SSLEngine engine = current().context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters();
        if (verifiesHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters parameters() {
        return new SSLParameters(CIPHER_SUITES.clone(), PROTOCOLS.clone());
    }

    /**
     * Reads the files now, where they have not been read.
     *
     * @throws IOException as {@link #accepting}
     */
    public void prepare() throws IOException {
        current();
    }

    /**
     * Returns when our certificate ends ({@code dicom}) and when the first of the authorities ends ({@code dicom-ca}).
     *
     * @throws IOException as {@link #accepting}
     */
    public Map<String, Instant> ends() throws IOException {
        Loaded present = current();
        Map<String, Instant> ends = new TreeMap<>();
        end(present.material.chain()).ifPresent(end -> ends.put("dicom", end));
        end(present.material.authorities()).ifPresent(end -> ends.put("dicom-ca", end));
        return ends;
    }

    /** Returns why changed files are not in use; empty where they are. */
    public Optional<String> problem() {
        synchronized (lock) {
            return Optional.ofNullable(problem);
        }
    }

    private static Optional<Instant> end(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo);
    }

    private Loaded current() throws IOException {
        synchronized (lock) {
            Loaded present = loaded;
            long now = System.nanoTime();
            if (present != null && now - lookedAt < LOOK_NANOS) {
                return present;
            }
            lookedAt = now;
            List<String> stamps = names.all().stream().map(files::stamp).toList();
            if (present != null && (stamps.equals(present.stamps) || stamps.equals(failedStamps))) {
                return present;
            }
            return reload(present, stamps);
        }
    }

    private Loaded reload(@Nullable Loaded present, List<String> stamps) throws IOException {
        try {
            TlsMaterial material = new TlsMaterialReader(names, files).read();
            Loaded next = new Loaded(material, material.context(), stamps);
            loaded = next;
            problem = null;
            LOG.info(
                    "event=tls-certificates-read expires={}",
                    end(material.chain()).orElse(Instant.MAX));
            return next;
        } catch (IOException e) {
            if (present == null) {
                throw e;
            }
            failedStamps = stamps;
            problem = String.valueOf(e.getMessage());
            LOG.error("event=tls-certificates-not-read reason=\"{}\" next=\"the ones before stay in use\"", problem);
            return present;
        }
    }
}
