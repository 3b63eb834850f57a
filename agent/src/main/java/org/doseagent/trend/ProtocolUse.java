package org.doseagent.trend;

import java.time.YearMonth;
import org.doseagent.dose.Device;

/**
 * How often a scanner used an acquisition protocol in a month.
 *
 * @param deviceKey the scanner, as {@link Device#key()}
 */
public record ProtocolUse(String deviceKey, String protocol, YearMonth month, long events) {}
