/**
 * The page that a physicist reads and prints, with its parts (completeness, charts, tables, the record of a clinical audit), and the tables of an
 * export.
 *
 * <p>Reads the store and returns text, or writes a workbook to a stream; uses no SQL, network or files of its own. A page loads nothing from outside
 * and runs no script. Start with {@link org.doseagent.report.page.ReportPage}.
 */
@org.jspecify.annotations.NullMarked
package org.doseagent.report;
