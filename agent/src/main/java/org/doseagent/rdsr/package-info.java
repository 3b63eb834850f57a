/**
 * TID 10011 to 10015 and their context templates: a data set in, an Extraction out. No I/O; missing content is a Finding, never an exception.
 */
@NullMarked
package org.doseagent.rdsr;

import org.jspecify.annotations.NullMarked;
