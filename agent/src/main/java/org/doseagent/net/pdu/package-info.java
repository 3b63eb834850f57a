/**
 * The bytes of the wire: PDUs (PS3.8 9.3) and command sets (PS3.7 6.3), decoded from bytes and encoded to bytes. Never touches sockets,
 * threads, clocks or settings. Only the packages of {@code net} use it. Start reading at {@link org.doseagent.net.pdu.Pdu}.
 */
@NullMarked
package org.doseagent.net.pdu;

import org.jspecify.annotations.NullMarked;
