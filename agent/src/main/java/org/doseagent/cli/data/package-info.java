/** Commands about the data as a whole: {@code db}, {@code purge}, {@code patient}. */
@NullMarked
package org.doseagent.cli.data;

import org.jspecify.annotations.NullMarked;
