/**
 * The PACS wire: what the acceptor and the requestor need from other rooms and give to them. {@code net.pdu} holds the bytes, {@code
 * net.transport} the sockets, {@code net.association} the receiver, {@code net.calling} the requestor. Never touches files, SQL or templates.
 */
@NullMarked
package org.doseagent.net;

import org.jspecify.annotations.NullMarked;
