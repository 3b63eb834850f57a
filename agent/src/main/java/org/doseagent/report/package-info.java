/**
 * The page that a physicist reads and prints, and what it is made of: completeness, charts, tables, the record of a clinical audit.
 *
 * <p>Values in, text out: no SQL, no network, no files; a page loads nothing from outside and runs no script. Start with {@link
 * org.doseagent.report.ReportPage}.
 */
@org.jspecify.annotations.NullMarked
package org.doseagent.report;
