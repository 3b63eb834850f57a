/**
 * The connections under an association: plain and TLS sockets, and the selectors that watch idle ones. Knows no PDU. Start reading at {@link
 * org.doseagent.net.transport.Connection}.
 */
@NullMarked
package org.doseagent.net.transport;

import org.jspecify.annotations.NullMarked;
