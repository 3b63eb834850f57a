/**
 * The data directory: the log of received bytes and the dose store, which is a SQLite file or a PostgreSQL database. SQL lives in this room
 * and nowhere else; no rules of the domain. Start reading at {@link org.doseagent.store.DataDirectory}, then {@code store.sql.Session}.
 */
@NullMarked
package org.doseagent.store;

import org.jspecify.annotations.NullMarked;
