package dev.forewarn.embedded;

import dev.forewarn.Prelude.CannotPrepare;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where a first run keeps everything; one process at a time holds it, and nobody but its user may look into it. */
final class Folder implements AutoCloseable {

    /** In the current directory. */
    static final String DEFAULT = ".forewarn";

    private static final String FINISHED = "finished";

    private final Path path;
    private final FileChannel lock;

    private Folder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes it if it isn't there.
     *
     * @throws CannotPrepare if it can't be written, or is held by another process
     */
    static Folder open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path, onlyForUser());
            Files.writeString(path.resolve(".gitignore"), "*\n");
            return new Folder(path, lock(path));
        } catch (IOException e) {
            throw new CannotPrepare("The folder " + path + " can't be used: " + e, e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            String holder = Files.readString(path.resolve("lock"));
            channel.close();
            throw new CannotPrepare("Another Forewarn is running in " + path + " (process " + holder
                    + "); end it, or set FOREWARN_EMBEDDED_DIRECTORY to another folder");
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(
                Long.toString(ProcessHandle.current().pid())));
        return channel;
    }

    // The lock is held until the channel is closed, at the latest by the end of the process.
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /**
     * The folder of one server. What a first start left behind that was killed before {@link #finish} is thrown away:
     * it holds nothing of worth, and a half-unpacked server never recovers.
     */
    Path part(String name) {
        Path part = path.resolve(name);
        try {
            if (!Files.exists(part.resolve(FINISHED))) {
                delete(part);
            }
            return Files.createDirectories(part, onlyForUser());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on {@link #part} keeps what this part holds. */
    void finish(String name) {
        write(path.resolve(name).resolve(FINISHED), "");
    }

    /** A text that is made once and then kept, readable by the user alone. */
    static String keep(Path file, Supplier<String> first) {
        return read(file).orElseGet(() -> {
            String made = first.get();
            write(file, made);
            return made;
        });
    }

    /** What the file holds, if it is there. */
    static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it whole or not at all, readable by the user alone. */
    static void write(Path file, String text) {
        try {
            Path beside =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] onlyForUser() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        var permissions = PosixFilePermissions.fromString("rwx------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static void delete(Path part) throws IOException {
        if (Files.exists(part)) {
            try (Stream<Path> files = Files.walk(part)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
