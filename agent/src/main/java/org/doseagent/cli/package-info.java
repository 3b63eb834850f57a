/**
 * Commands, their text, JSON and CSV output, exit codes. The only room that prints or exits.
 */
@NullMarked
package org.doseagent.cli;

import org.jspecify.annotations.NullMarked;
