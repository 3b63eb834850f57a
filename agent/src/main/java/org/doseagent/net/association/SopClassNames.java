package org.doseagent.net.association;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The names of the SOP classes that peers offer (PS3.6 Annex A), for log lines. Read when the first class is refused. */
final class SopClassNames {

    private static final String RESOURCE = "sop-classes.properties";

    private static final class Table {

        static final Properties NAMES = read();

        private static Properties read() {
            Properties names = new Properties();
            try (InputStream in = SopClassNames.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException(RESOURCE + " is missing from the program");
                }
                names.load(in);
                return names;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private SopClassNames() {}

    static Optional<String> nameOf(String uid) {
        return Optional.ofNullable(Table.NAMES.getProperty(uid));
    }
}
