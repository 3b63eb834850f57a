/**
 * Reads files, environment and overrides into the settings record of each room, and the files of levels into {@code drl.Levels}. All
 * problems are reported at once, with file and line. No threads. Start reading at {@link org.doseagent.config.ConfigLoader}.
 */
@NullMarked
package org.doseagent.config;

import org.jspecify.annotations.NullMarked;
