package org.doseagent.dose;

/** How the scanner moved during an irradiation event (PS3.16 CID 10013). */
public enum AcquisitionType {
    SPIRAL,
    SEQUENCED,
    CONSTANT_ANGLE,
    STATIONARY,
    FREE,
    CONE_BEAM
}
