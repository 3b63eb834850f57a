package org.doseagent.dose;

/** The two quantities that CT reference levels are given in: {@code DLP} in mGy·cm, {@code CTDIVOL} in mGy. */
public enum Quantity {
    DLP,
    CTDIVOL
}
