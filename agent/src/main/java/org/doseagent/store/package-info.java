/**
 * The two local SQLite files: the inbox of received bytes and the dose store. SQL lives here and nowhere else; no rules of the domain.
 */
@NullMarked
package org.doseagent.store;

import org.jspecify.annotations.NullMarked;
