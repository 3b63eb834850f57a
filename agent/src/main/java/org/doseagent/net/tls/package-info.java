/**
 * Keys, certificates and authorities of DICOM TLS: from the bytes of PEM and PKCS12 files to the engines of connections, by BCP 195. Gets the
 * bytes from its caller and opens no file or socket. Start reading at {@link org.doseagent.net.tls.TlsIdentity}.
 */
@NullMarked
package org.doseagent.net.tls;

import org.jspecify.annotations.NullMarked;
