/**
 * Notifies people of alerts by mail and by a webhook. Start with {@link org.doseagent.notify.Notifier}; a message contains an {@link
 * org.doseagent.notify.AlertNote} for each alert. Never sends a study UID or anything about a patient but the accession number, and that
 * only where the site allows it.
 */
@NullMarked
package org.doseagent.notify;

import org.jspecify.annotations.NullMarked;
