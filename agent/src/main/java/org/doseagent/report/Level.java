package org.doseagent.report;

/** A reference level as a chart draws it: where, and what is written beside it. */
record Level(double value, String label) {}
