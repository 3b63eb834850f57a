package org.doseagent.net.tls;

/**
 * How we open connections with TLS.
 *
 * @param verifiesHost whether the certificate of the peer must have the name of the host that we call
 */
public record TlsClient(TlsIdentity identity, boolean verifiesHost) {}
