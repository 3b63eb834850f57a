package org.doseagent.net.tls;

import java.security.cert.CertificateException;

/** The certificate of a peer is not accepted; the message says why, for an administrator. */
final class RefusedCertificate extends CertificateException {

    private static final long serialVersionUID = 1L;

    RefusedCertificate(String message, CertificateException cause) {
        super(message, cause);
    }
}
