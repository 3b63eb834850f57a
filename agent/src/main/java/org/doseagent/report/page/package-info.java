/**
 * The page that a physicist reads and prints: HTML without scripts and without anything from outside. Start reading at
 * {@link org.doseagent.report.page.ReportPage}.
 */
@NullMarked
package org.doseagent.report.page;

import org.jspecify.annotations.NullMarked;
