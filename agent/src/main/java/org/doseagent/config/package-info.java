/**
 * Files, environment and overrides become the settings record of each room; the files of levels become {@code drl.Levels}. All problems are
 * reported at once, with file and line. No threads. Start reading at {@link org.doseagent.config.ConfigLoader}.
 */
@NullMarked
package org.doseagent.config;

import org.jspecify.annotations.NullMarked;
