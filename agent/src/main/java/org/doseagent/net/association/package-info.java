/**
 * Associations (PS3.8 9.2): the acceptor that receives reports and the upper layer that both sides use. Never touches files, SQL or templates.
 * Start reading at {@link org.doseagent.net.association.Acceptor}, then {@code Association}.
 */
@NullMarked
package org.doseagent.net.association;

import org.jspecify.annotations.NullMarked;
