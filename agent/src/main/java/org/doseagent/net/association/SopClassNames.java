package org.doseagent.net.association;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of the SOP classes that peers offer (PS3.6 Annex A), for log lines. Read when the first class is refused; where that fails,
 * for lack of file descriptors perhaps, there is no name and the next refusal tries again. Thread-safe.
 */
final class SopClassNames {

    private static final Logger LOG = LoggerFactory.getLogger(SopClassNames.class);

    private static final String RESOURCE = "sop-classes.properties";

    private static volatile Properties names = new Properties();

    private SopClassNames() {}

    static Optional<String> nameOf(String uid) {
        if (names.isEmpty()) {
            names = read();
        }
        return Optional.ofNullable(names.getProperty(uid));
    }

    private static Properties read() {
        Properties read = new Properties();
        try (InputStream in = SopClassNames.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                read.load(in);
            }
        } catch (IOException e) {
            LOG.debug("event=sop-class-names-unread error={}", e.getClass().getSimpleName());
        }
        return read;
    }
}
