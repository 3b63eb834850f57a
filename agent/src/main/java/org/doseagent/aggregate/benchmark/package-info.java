/**
 * Signed percentiles over many facilities, as a repository publishes them. Start reading at
 * {@link org.doseagent.aggregate.benchmark.Benchmark}.
 */
@NullMarked
package org.doseagent.aggregate.benchmark;

import org.jspecify.annotations.NullMarked;
