package org.doseagent.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.doseagent.store.sql.PostgresDialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that holds both stores, the secret of the pseudonyms, the key of the releases, and the lock of the daemon; readable by its owner alone. */
public final class DataDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final int SECRET_BYTES = 32;
    private static final String AGENT = "agent.id";

    /** The name of the file with the secret of the pseudonyms. */
    public static final String SECRET_KEY = "secret.key";

    /** The name of the file with the keys that sign releases. */
    public static final String SIGNING_KEY = "signing.key";

    static final String LOCK = "daemon.lock";

    private static final String SIGNATURE = "Ed25519";

    private final Path folder;

    /** The folder, which need not exist: whoever writes first makes it. */
    public DataDirectory(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder, readable by its owner alone, unless it exists. */
    public void make() {
        make(folder);
    }

    public static void make(Path folder) {
        try {
            FileModes.makeFolder(folder);
        } catch (IOException e) {
            throw new StoreException(
                    "data directory " + folder + " cannot be made: "
                            + e.getClass().getSimpleName(),
                    e,
                    false);
        }
    }

    /** Returns after the names of the files of this folder are on disk. */
    public void sync() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new StoreException("data directory cannot be synced", e, true);
        }
    }

    public Path folder() {
        return folder;
    }

    /**
     * Has SQLite's native library unpacked here: no other user can reach it, and a temporary folder that forbids programs, or that is
     * cleaned, does not matter. A folder that the user has named, or that holds the library unpacked, takes precedence; without a data
     * directory that can be written the usual temporary folder is used.
     */
    public void holdNativeLibrary() {
        Path library = folder.resolve("lib");
        if (System.getProperty(NativeLibrary.UNPACK_INTO) == null
                && System.getProperty(NativeLibrary.UNPACKED) == null
                && Files.isWritable(folder)) {
            try {
                FileModes.makeFolder(library);
            } catch (IOException e) {
                throw new StoreException("folder of the native library cannot be made", e, false);
            }
            System.setProperty(
                    NativeLibrary.UNPACK_INTO, library.toAbsolutePath().toString());
        }
    }

    /** Takes the lock that one process at a time may hold; empty when another one has it. Released when closed or when the process ends. */
    public Optional<FileLock> lock() {
        make();
        try {
            Path file = folder.resolve(LOCK);
            FileModes.makeFile(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return Optional.ofNullable(lock);
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("lock file cannot be opened", e, true);
        }
    }

    /** Gives back the lock of the daemon. */
    public static void release(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new StoreException("the lock of the daemon cannot be given back", e, true);
        }
    }

    /** Returns the secret of the keyed pseudonyms, made at first use with mode 0600. */
    public byte[] secret(SecureRandom random) {
        return keep(SECRET_KEY, () -> {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            return secret;
        });
    }

    /** Returns the Ed25519 keys that releases are signed with, made at first use with mode 0600. */
    public KeyPair signingKeys(SecureRandom random) {
        byte[] lines = keep(SIGNING_KEY, () -> newKeys(random));
        String[] parts = new String(lines, StandardCharsets.US_ASCII).strip().split("\\s+", -1);
        try {
            KeyFactory keys = KeyFactory.getInstance(SIGNATURE);
            return new KeyPair(
                    keys.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(parts[0]))),
                    keys.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(parts[1]))));
        } catch (GeneralSecurityException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new StoreException("signing.key is not a public and a private Ed25519 key in base64", e, false);
        }
    }

    /** Returns the name by which a shared database recognises this data directory: a random text, made when it is first needed. */
    public PostgresDialect.AgentName agentName() {
        return new PostgresDialect.AgentName() {
            @Override
            public Optional<String> known() {
                return Files.exists(folder.resolve(AGENT)) ? Optional.of(made()) : Optional.empty();
            }

            @Override
            public String made() {
                byte[] text = keep(AGENT, () -> UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
                return new String(text, StandardCharsets.US_ASCII).strip();
            }
        };
    }

    private static byte[] newKeys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(SIGNATURE);
            generator.initialize(NamedParameterSpec.ED25519, random);
            KeyPair keys = generator.generateKeyPair();
            Base64.Encoder base64 = Base64.getEncoder();
            return (base64.encodeToString(keys.getPublic().getEncoded()) + "\n"
                            + base64.encodeToString(keys.getPrivate().getEncoded()) + "\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells whether a key file is there. */
    public boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** Returns what a file has, whole; makes it where it is missing, and leaves it to whoever was first. */
    private byte[] keep(String name, Supplier<byte[]> content) {
        Path file = folder.resolve(name);
        make();
        try {
            if (!Files.exists(file)) {
                Path temporary = Files.createTempFile(
                        folder,
                        "secret",
                        ".part",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(temporary, content.get());
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                FileModes.takeOwnerOfFolder(temporary);
                link(file, temporary);
                Files.delete(temporary);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StoreException(name + " cannot be read or made", e, false);
        }
    }

    private static void link(Path file, Path temporary) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            LOG.debug("event=made-by-another-process file={}", file.getFileName());
        }
    }
}
