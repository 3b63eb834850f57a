package org.doseagent.intake.erasure;

import org.doseagent.dose.identity.SopInstanceUid;

/** Tells the worker what was erased and must not come back. */
public interface ErasureCheck {

    /** Nothing was erased. */
    ErasureCheck NONE = new ErasureCheck() {
        @Override
        public boolean covers(Erasures.Origin origin) {
            return false;
        }

        @Override
        public boolean covers(SopInstanceUid object) {
            return false;
        }
    };

    /** Tells whether an object belongs to an erased study or patient. */
    boolean covers(Erasures.Origin origin);

    /** Tells whether an object that cannot be read was erased before. */
    boolean covers(SopInstanceUid object);
}
