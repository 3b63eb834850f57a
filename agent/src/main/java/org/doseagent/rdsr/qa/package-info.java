/**
 * Whether an exam is one of a phantom or of quality control: by configured patterns, by names, by facts. Uses {@code rdsr.text}. Start reading at
 * {@link org.doseagent.rdsr.qa.QaEvidence}.
 */
@NullMarked
package org.doseagent.rdsr.qa;

import org.jspecify.annotations.NullMarked;
