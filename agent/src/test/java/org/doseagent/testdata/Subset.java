package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares JSON as scripts would: every expected field is there and equal, numbers to 1e-6; more fields may be there. */
public final class Subset {

    private static final double TOLERANCE = 1e-6;

    private Subset() {}

    /** Fails with the path of the first difference. */
    public static void assertContains(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            assertThat(actual).as(path).isNotNull();
            expected.properties()
                    .forEach(field ->
                            assertContains(path + "." + field.getKey(), field.getValue(), actual.path(field.getKey())));
        } else if (expected.isArray()) {
            assertThat(actual).as(path).hasSize(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertContains(path + "[" + i + "]", expected.get(i), actual.get(i));
            }
        } else if (expected.isNumber()) {
            assertThat(actual.isNumber()).as("%s is a number: %s", path, actual).isTrue();
            assertThat(actual.asDouble())
                    .as(path)
                    .isCloseTo(expected.asDouble(), org.assertj.core.data.Offset.offset(TOLERANCE));
        } else if (expected.isNull()) {
            assertThat(actual.isNull() || actual.isMissingNode())
                    .as("%s is absent: %s", path, actual)
                    .isTrue();
        } else {
            assertThat(actual).as(path).isEqualTo(expected);
        }
    }
}
