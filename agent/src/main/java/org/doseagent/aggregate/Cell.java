package org.doseagent.aggregate;

import java.math.BigDecimal;

/**
 * A cell that may leave: {@code n} rounded down to a multiple of 5, percentiles to 2 significant digits, in mGy·cm for DLP and mGy for
 * CTDIvol.
 */
public record Cell(CellKey key, int n, BigDecimal p25, BigDecimal p50, BigDecimal p75) {}
