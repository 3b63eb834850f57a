/**
 * The connections to the database and its SQL: sessions and their transactions, the dialects of SQLite and PostgreSQL, and the migrations of
 * the schema. Knows no table but those of the schema itself. Start reading at {@link org.doseagent.store.sql.Session}.
 */
@NullMarked
package org.doseagent.store.sql;

import org.jspecify.annotations.NullMarked;
