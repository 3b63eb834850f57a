/**
 * The identities of studies, objects, scanners, patients, events and AE titles, each a type of its own, and the hashes that make
 * pseudonyms. Start reading at {@link org.doseagent.dose.identity.DeviceKey}.
 */
@NullMarked
package org.doseagent.dose.identity;

import org.jspecify.annotations.NullMarked;
