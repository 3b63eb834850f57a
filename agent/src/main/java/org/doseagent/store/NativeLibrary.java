package org.doseagent.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.LibraryLoaderUtil;

/** SQLite's native library: the driver unpacks it from its jar at each start, unless a folder holds it unpacked. */
public final class NativeLibrary {

    /** Where the driver unpacks. */
    static final String UNPACK_INTO = "org.sqlite.tmpdir";

    /** Where the library is unpacked already; {@code scripts/dose-agent} sets it. */
    static final String UNPACKED = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /** Unpacks the library into a folder, and has this process use it. Does nothing on a system that the jar has no library for. */
    public static void unpack(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        System.setProperty(UNPACK_INTO, folder.toString());
        try (InputStream library =
                NativeLibrary.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (library != null) {
                Files.copy(library, folder.resolve(name));
                System.setProperty(UNPACKED, folder.toString());
            }
        }
    }
}
