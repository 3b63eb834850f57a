/**
 * Delivers releases from the outbox to a folder or, by HTTPS, to the repository. It never reads an exam; it sends only the bytes of a
 * release. Start reading at {@link org.doseagent.forward.Forwarder}.
 */
@NullMarked
package org.doseagent.forward;

import org.jspecify.annotations.NullMarked;
