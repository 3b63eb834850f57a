package org.doseagent.dose;

import java.time.YearMonth;

/** How often a scanner used an acquisition protocol in a month. */
public record ProtocolUse(DeviceKey deviceKey, String protocol, YearMonth month, long events) {}
