package org.doseagent.net.tls;

import java.io.IOException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** There is no TLS with a peer; the message says why, for an administrator. */
public final class TlsRefusal extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * The Java runtime has one exception for all of these. Its text chooses an explanation and nothing else; a text that is not here is shown
     * as it is.
     */
    private static final Map<String, String> EXPLANATIONS = Map.of(
            "not accepted by server preferences",
                    "the peer offers no version that is accepted; it needs TLS 1.2 or 1.3",
            "is not enabled or supported", "the peer offers no version that is accepted; it needs TLS 1.2 or 1.3",
            "no cipher suites in common",
                    "the peer offers no accepted cipher suite; it needs ECDHE with AES-GCM (BCP 195)",
            "Empty client certificate chain",
                    "the peer sent no client certificate, or has none of an authority of dicom.tls.authorities, and"
                            + " dicom.tls.clientAuth is required",
            "Empty server certificate chain", "the peer sent no certificate");

    private static final int MAX_MESSAGE = 200;

    public TlsRefusal(String message) {
        super(message);
    }

    private TlsRefusal(String message, SSLException cause) {
        super(message, cause);
    }

    /** Returns the refusal that a failure of the Java runtime means. */
    public static TlsRefusal of(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof RefusedCertificate refused) {
                return new TlsRefusal(String.valueOf(refused.getMessage()), failure);
            }
        }
        String text = String.valueOf(failure.getMessage());
        return new TlsRefusal(
                EXPLANATIONS.entrySet().stream()
                        .filter(entry -> text.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseGet(() -> "no TLS with the peer: " + printable(text)),
                failure);
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), MAX_MESSAGE)).replaceAll("[^ -!#-~]", "?");
    }
}
