package org.doseagent.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.LibraryLoaderUtil;

/** The native library of SQLite, which its driver otherwise unpacks anew at each start of a process. */
public final class NativeLibrary {

    private NativeLibrary() {}

    /**
     * Unpacks the library into a folder and makes this process use it. Does nothing on a system for which the jar has no library.
     *
     * @throws IOException if the folder cannot be written
     */
    public static void unpack(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
            if (library != null) {
                Files.copy(library, folder.resolve(name));
                System.setProperty("org.sqlite.lib.path", folder.toString());
            }
        }
    }
}
