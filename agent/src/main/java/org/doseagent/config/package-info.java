/**
 * File, environment and overrides to validated settings; every problem is reported at once. No threads.
 */
@NullMarked
package org.doseagent.config;

import org.jspecify.annotations.NullMarked;
