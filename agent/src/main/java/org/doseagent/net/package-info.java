/**
 * The PACS wire: what the acceptor and the requestor need from other rooms and give to them. {@code net.pdu} holds the bytes, {@code
 * net.association} the sockets. Never touches files, SQL or templates.
 */
@NullMarked
package org.doseagent.net;

import org.jspecify.annotations.NullMarked;
