package org.doseagent.trend;

/**
 * When the behaviour of a scanner opens an alert.
 *
 * @param changeDays how many days the alert about a changed software version, model or protocol stays open
 */
public record TrendSettings(Rhythm.Settings silence, ControlChart.Settings creep, int changeDays) {}
