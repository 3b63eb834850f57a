/**
 * Reads YAML files and names the file, the line and the key of each mistake. Start reading at
 * {@link org.doseagent.drl.yaml.LocatedYaml}.
 */
@NullMarked
package org.doseagent.drl.yaml;

import org.jspecify.annotations.NullMarked;
