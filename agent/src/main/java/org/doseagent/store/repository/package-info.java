/**
 * The store of a repository, {@code repository.db}: facilities and their keys, the releases that they submitted, the medians of facilities, and
 * what was published. All SQL of the repository. Releases, incidents and editions are only added. Start reading at {@link
 * org.doseagent.store.repository.RepositoryStore}.
 */
@NullMarked
package org.doseagent.store.repository;

import org.jspecify.annotations.NullMarked;
