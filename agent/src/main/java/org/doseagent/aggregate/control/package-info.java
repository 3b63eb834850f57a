/**
 * Disclosure control: which cells may be released, rounded and signed, and which must be withheld. Start reading at
 * {@link org.doseagent.aggregate.control.Releaser}.
 */
@NullMarked
package org.doseagent.aggregate.control;

import org.jspecify.annotations.NullMarked;
