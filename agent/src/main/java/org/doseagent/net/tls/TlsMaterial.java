package org.doseagent.net.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Our private key, our certificate with its chain, and the authorities of our peers.
 *
 * @param chain our certificate first; at least one
 * @param authorities at least one
 */
record TlsMaterial(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

    private static final char[] NO_PASSWORD = new char[0];

    /** Sessions that peers may resume; each has some kilobytes, and its certificate is not checked again. */
    private static final int MAX_SESSIONS = 1000;

    private static final int SESSION_SECONDS = 3600;

    TlsMaterial {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /**
     * Returns what makes engines.
     *
     * @throws IOException if key and certificate do not belong together
     */
    SSLContext context() throws IOException {
        try {
            requireMatch();
            KeyStore own = empty();
            own.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {new PeerTrust(trust(), chain.get(0))}, null);
            context.getServerSessionContext().setSessionCacheSize(MAX_SESSIONS);
            context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("dicom.tls: the certificate and the key cannot be used together", e);
        }
    }

    /** Signs a few bytes with the key and verifies them with the certificate. */
    private void requireMatch() throws IOException, GeneralSecurityException {
        PublicKey ofCertificate = chain.get(0).getPublicKey();
        if (!key.getAlgorithm().equals(ofCertificate.getAlgorithm())) {
            throw new IOException("dicom.tls.key is not the key of dicom.tls.certificate");
        }
        Signature signature =
                Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        byte[] text = {1, 2, 3};
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(ofCertificate);
        signature.update(text);
        if (!signature.verify(signed)) {
            throw new IOException("dicom.tls.key is not the key of dicom.tls.certificate");
        }
    }

    private X509ExtendedTrustManager trust() throws IOException, GeneralSecurityException {
        KeyStore trusted = empty();
        for (X509Certificate each : authorities) {
            trusted.setCertificateEntry("authority-" + trusted.size(), each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
