/**
 * What changes about a scanner over time: its versions and protocols, its rhythm, and its doses, and the alerts of that.
 *
 * <p>Pure functions of what the store knows. Start with {@link org.doseagent.trend.TrendAlerts}; false-alarm rates are in docs/benchmarks.md.
 */
@org.jspecify.annotations.NullMarked
package org.doseagent.trend;
