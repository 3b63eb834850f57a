/**
 * The receiving side of docs/repository-interface.md: takes releases of enrolled facilities over HTTPS, stores them, computes percentiles over
 * facilities, and publishes them signed. It never sees an exam. The SQL is in {@code store.repository}. Start reading at {@link
 * org.doseagent.repository.Receiver}.
 */
@NullMarked
package org.doseagent.repository;

import org.jspecify.annotations.NullMarked;
