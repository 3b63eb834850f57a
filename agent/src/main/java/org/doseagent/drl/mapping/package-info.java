/**
 * The vocabulary of categories and the rules that map an exam to a category. Start reading at
 * {@link org.doseagent.drl.mapping.Mapping}.
 */
@NullMarked
package org.doseagent.drl.mapping;

import org.jspecify.annotations.NullMarked;
