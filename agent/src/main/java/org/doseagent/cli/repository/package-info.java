/** Commands of the receiving side. */
@NullMarked
package org.doseagent.cli.repository;

import org.jspecify.annotations.NullMarked;
