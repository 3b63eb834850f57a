/**
 * The columns of exams as text and numbers: dictionaries of repeated texts, lists in one column, rows that are written and read by the names of their
 * columns. Knows no table. Start reading at {@link org.doseagent.store.exams.columns.Columns}.
 */
@NullMarked
package org.doseagent.store.exams.columns;

import org.jspecify.annotations.NullMarked;
