/**
 * Statistics and disclosure control: exams in, a release out. No SQL, no HTTP.
 */
@NullMarked
package org.doseagent.aggregate;

import org.jspecify.annotations.NullMarked;
