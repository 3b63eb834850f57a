/** The command {@code pacs}: asks the PACS of the site and fetches its history. Only prints; {@code org.doseagent.pacs} decides. */
@NullMarked
package org.doseagent.cli.pacs;

import org.jspecify.annotations.NullMarked;
