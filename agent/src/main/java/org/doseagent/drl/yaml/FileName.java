package org.doseagent.drl.yaml;

/** The name of a file of levels, categories or rules, for messages. */
public record FileName(String value) {}
