/**
 * The outbox and the ways to the repository: a folder or HTTPS. Never reads an exam; it sends the bytes of a release and nothing else. Start
 * reading at {@link org.doseagent.forward.Forwarder}.
 */
@NullMarked
package org.doseagent.forward;

import org.jspecify.annotations.NullMarked;
