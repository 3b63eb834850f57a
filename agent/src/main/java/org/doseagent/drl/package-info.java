/**
 * Categories, mapping rules and reference levels: an exam in, an assessed exam out. No SQL, no clock.
 */
@NullMarked
package org.doseagent.drl;

import org.jspecify.annotations.NullMarked;
