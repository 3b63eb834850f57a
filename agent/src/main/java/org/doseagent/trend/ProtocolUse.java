package org.doseagent.trend;

import java.time.YearMonth;
import org.doseagent.dose.identity.DeviceKey;

/** How often a scanner used an acquisition protocol in a month. */
public record ProtocolUse(DeviceKey deviceKey, String protocol, YearMonth month, long events) {}
