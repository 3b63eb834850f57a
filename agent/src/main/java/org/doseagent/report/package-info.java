/**
 * The page that a physicist reads and prints, and what it is made of: completeness, charts, tables, the record of a clinical audit; and the
 * tables of an export.
 *
 * <p>Values in, text out, or a workbook into a stream: no SQL, no network, no files; a page loads nothing from outside and runs no script. Start with {@link
 * org.doseagent.report.ReportPage}.
 */
@org.jspecify.annotations.NullMarked
package org.doseagent.report;
