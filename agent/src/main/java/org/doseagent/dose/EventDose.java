package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The dose quantities of an event as reported (TID 10013 rows 21 to 34), in mGy, mGy·cm, mSv and mm; digits are those of the report.
 *
 * @param phantomCm diameter of the CTDI phantom: 16 (head) or 32 (body); values of different phantoms are never added or compared
 * @param phantomInferred the report does not name the phantom; it was concluded from the region
 * @param ssdeMethod code of the size-specific dose method (CID 10023), as reported
 */
public record EventDose(
        Optional<BigDecimal> ctdiVolMGy,
        Optional<Integer> phantomCm,
        boolean phantomInferred,
        Optional<BigDecimal> dlpMGyCm,
        Optional<BigDecimal> ssdeMGy,
        Optional<Code> ssdeMethod,
        Optional<BigDecimal> waterEquivalentDiameterMm,
        Optional<BigDecimal> effectiveDoseMSv) {

    public static final EventDose NONE = new EventDose(
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Returns whether the report has a CTDIvol of 0. */
    public boolean hasZeroCtdiVol() {
        return ctdiVolMGy.filter(value -> value.signum() == 0).isPresent();
    }

    /** Returns whether the report has a DLP of 0. */
    public boolean hasZeroDlp() {
        return dlpMGyCm.filter(value -> value.signum() == 0).isPresent();
    }
}
