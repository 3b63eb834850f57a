/**
 * Whom the acceptor lets in and how much it takes at a time: known callers, paces of messages and handshakes, the budget of bytes. Opens no
 * socket. Start reading at {@link org.doseagent.net.admission.ByteBudget}.
 */
@NullMarked
package org.doseagent.net.admission;

import org.jspecify.annotations.NullMarked;
