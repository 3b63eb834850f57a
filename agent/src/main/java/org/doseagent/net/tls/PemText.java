package org.doseagent.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM (RFC 7468). Every exception names the key of the configuration. */
final class PemText {

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String PKCS8 = "PRIVATE KEY";

    private PemText() {}

    static boolean hasCertificate(byte[] bytes) {
        return text(bytes).contains(CERTIFICATE);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Returns the certificates in their order; at least one. */
    static List<X509Certificate> certificates(String key, byte[] bytes) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
                if (each instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(key + " has a certificate that cannot be read", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(key + " has no certificate");
        }
        return certificates;
    }

    /** Returns the private key; it must be PKCS #8 without a password, RSA or EC. */
    static PrivateKey privateKey(String key, byte[] bytes, String algorithm) throws IOException {
        Matcher matcher = KEY.matcher(text(bytes));
        if (!matcher.find()) {
            throw new IOException(key + " has no private key in PEM");
        }
        if (!matcher.group(1).equals(PKCS8)) {
            throw new IOException(key + " is a " + matcher.group(1)
                    + "; convert it: openssl pkcs8 -topk8 -nocrypt -in FILE -out NEWFILE");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    key + " is not the key of the certificate, or cannot be read as a key of type " + algorithm, e);
        }
    }
}
