/**
 * How a scanner changes over time: its versions and protocols, its rhythm and its doses; which exams are missing; and the alerts about these.
 *
 * <p>Pure functions of the data that the store holds. Start with {@link org.doseagent.trend.TrendAlerts}; false-alarm rates are in docs/benchmarks.md.
 */
@org.jspecify.annotations.NullMarked
package org.doseagent.trend;
