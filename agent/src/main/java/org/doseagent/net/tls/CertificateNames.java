package org.doseagent.net.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The names that a certificate is about: the common name of its subject and its subject alternative names, in lower case. */
public final class CertificateNames {

    /** RFC 5280 4.2.1.6: rfc822Name, dNSName, uniformResourceIdentifier, iPAddress; these are texts. */
    private static final Set<Integer> TEXT_KINDS = Set.of(1, 2, 6, 7);

    private static final int MAX_NAMES = 100;

    private CertificateNames() {}

    /** Returns the names; a certificate that has more than a hundred has only the first. */
    public static Set<String> of(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(lower(part.getValue()));
                }
            }
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(each -> TEXT_KINDS.contains(each.get(0)))
                        .limit(MAX_NAMES)
                        .forEach(each -> names.add(lower(each.get(1))));
            }
        } catch (InvalidNameException | CertificateParsingException e) {
            return Set.copyOf(names); // a name that cannot be read is no name
        }
        return Set.copyOf(names);
    }

    /** Returns a name as names are compared. */
    public static String lower(Object name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT);
    }
}
