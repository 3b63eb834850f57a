/**
 * What the daemon tells of itself over HTTP: whether it lives, whether it is ready, and its metrics. Opens no store. Start reading at {@link
 * org.doseagent.daemon.health.HealthServer}.
 */
@NullMarked
package org.doseagent.daemon.health;

import org.jspecify.annotations.NullMarked;
