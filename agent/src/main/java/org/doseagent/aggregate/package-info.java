/**
 * Statistics that may leave the site. {@code cells} sorts the exams of a closed period into cells, {@code control} decides what may be released,
 * {@code attack} tries to undo that, {@code render} gives the release its forms, {@code benchmark} reads the percentiles of other sites. Pure:
 * no SQL, no network, no clock. Start reading at {@link org.doseagent.aggregate.control.Releaser}.
 */
@NullMarked
package org.doseagent.aggregate;

import org.jspecify.annotations.NullMarked;
