package org.doseagent.report;

import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.PartDoses;

/** The stores that a report and an export read. */
public record ReportStores(DoseStore doses, PartDoses parts) {}
