/**
 * The outbox and its transports; {@code notify} tells people of alerts. Never sees a row about a patient; the accession number of an alert only
 * where the site lets it leave.
 */
@NullMarked
package org.doseagent.forward;

import org.jspecify.annotations.NullMarked;
