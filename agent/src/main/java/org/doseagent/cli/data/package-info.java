/** Commands about the data as a whole: {@code db}. */
@NullMarked
package org.doseagent.cli.data;

import org.jspecify.annotations.NullMarked;
