/**
 * The PACS wire: PS3.8 upper layer and PS3.7 messages over TCP, as acceptor and as requestor. Never touches files, SQL or templates.
 */
@NullMarked
package org.doseagent.net;

import org.jspecify.annotations.NullMarked;
