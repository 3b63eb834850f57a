package org.doseagent.aggregate.control;

/**
 * The origin of a release, as receivers may know it.
 *
 * @param facility keyed pseudonym of the site, the same for years
 * @param country two letters of ISO 3166-1
 * @param mappingVersion content hash of the rules that gave the categories
 */
public record Origin(String facility, String country, String softwareVersion, String mappingVersion) {}
