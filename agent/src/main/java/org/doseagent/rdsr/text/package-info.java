/**
 * Texts and numbers as scanners write them. Knows no template and no content item.
 */
@NullMarked
package org.doseagent.rdsr.text;

import org.jspecify.annotations.NullMarked;
