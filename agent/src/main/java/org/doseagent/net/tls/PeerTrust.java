package org.doseagent.net.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides about the certificates of peers: PKIX with the configured authorities. Our own certificate is always accepted, because only the
 * daemon has its key and calls itself. The end of a certificate is checked first, also where the certificate itself is an authority.
 */
final class PeerTrust extends X509ExtendedTrustManager {

    private static final int MAX_NAME = 100;

    private final X509ExtendedTrustManager authorities;
    private final X509Certificate own;

    /** A check of a chain that the Java runtime does. */
    private interface Check {
        void run() throws CertificateException;
    }

    PeerTrust(X509ExtendedTrustManager authorities, X509Certificate own) {
        this.authorities = authorities;
        this.own = own;
    }

    private void check(X509Certificate[] chain, Check byAuthorities) throws CertificateException {
        X509Certificate peer = chain[0];
        try {
            peer.checkValidity();
            if (!peer.equals(own)) {
                byAuthorities.run();
            }
        } catch (CertificateExpiredException e) {
            throw new RefusedCertificate(
                    "the certificate of the peer, " + name(peer) + ", expired on "
                            + peer.getNotAfter().toInstant(),
                    e);
        } catch (CertificateNotYetValidException e) {
            throw new RefusedCertificate(
                    "the certificate of the peer, " + name(peer) + ", is not valid before "
                            + peer.getNotBefore().toInstant(),
                    e);
        } catch (CertificateException e) {
            throw new RefusedCertificate(
                    "the certificate of the peer, " + name(peer)
                            + ", is not signed by an authority of dicom.tls.authorities, or is not for this use: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns the subject for a log line: letters, digits and a few signs. */
    private static String name(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return subject.substring(0, Math.min(subject.length(), MAX_NAME)).replaceAll("[^A-Za-z0-9=,. _@:-]", "?");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, () -> authorities.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, () -> authorities.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> authorities.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, authType));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
