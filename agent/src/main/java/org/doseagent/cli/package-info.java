/**
 * Commands, their text, JSON and CSV output, and exit codes. This is the only room that prints or exits.
 */
@NullMarked
package org.doseagent.cli;

import org.jspecify.annotations.NullMarked;
