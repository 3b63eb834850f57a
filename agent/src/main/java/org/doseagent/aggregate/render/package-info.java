/**
 * The forms of a release: canonical JSON, CSV and FHIR, and the published schemas. Start reading at
 * {@link org.doseagent.aggregate.render.Rendering}.
 */
@NullMarked
package org.doseagent.aggregate.render;

import org.jspecify.annotations.NullMarked;
