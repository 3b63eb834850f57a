/**
 * Tells people of alerts: by mail and by a webhook. Start with {@link org.doseagent.notify.Notifier}; what leaves of an alert is an
 * {@link org.doseagent.notify.AlertNote}. Never sends a study UID or anything about a patient but the accession number, and that
 * only where the site allows it.
 */
@NullMarked
package org.doseagent.notify;

import org.jspecify.annotations.NullMarked;
