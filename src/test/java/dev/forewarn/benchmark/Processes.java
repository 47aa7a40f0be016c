package dev.forewarn.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the kernel tells of processes. */
final class Processes {

    private static final long MICROS_PER_TICK = 10_000;
    private static final int USER = 13;
    private static final int SYSTEM = 14;
    private static final int CHILDREN_USER = 15;
    private static final int CHILDREN_SYSTEM = 16;

    private Processes() {}

    /** Microseconds of processor time that a process has used, with the children that it has waited for. */
    static long cpuMicros(long pid) {
        List<String> fields = stat(pid);
        return fields.isEmpty()
                ? 0
                : MICROS_PER_TICK
                        * (Long.parseLong(fields.get(USER))
                                + Long.parseLong(fields.get(SYSTEM))
                                + Long.parseLong(fields.get(CHILDREN_USER))
                                + Long.parseLong(fields.get(CHILDREN_SYSTEM)));
    }

    /** The same of a server that has a process for each connection. */
    static long cpuMicrosOfFamily(long pid) {
        Stream<Long> children =
                ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).map(ProcessHandle::pid);
        return Stream.concat(Stream.of(pid), children)
                .mapToLong(Processes::cpuMicros)
                .sum();
    }

    private static List<String> stat(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String line = Files.readString(file);
            // The name of the program may hold spaces.
            String rest = line.substring(line.lastIndexOf(')') + 2);
            return Stream.concat(Stream.of("pid", "name"), Stream.of(rest.split(" ")))
                    .toList();
        } catch (IOException e) {
            // It may end before it is looked at, or while it is.
            if (Files.notExists(file)) {
                return List.of();
            }
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory that a process has had, in MiB. */
    static long peakMiB(long pid) {
        return status(pid).getOrDefault("VmHWM", 0L) / 1024;
    }

    /** The memory that a process has now, in MiB. */
    static long residentMiB(long pid) {
        return status(pid).getOrDefault("VmRSS", 0L) / 1024;
    }

    private static Map<String, Long> status(long pid) {
        Map<String, Long> sizes = new ConcurrentHashMap<>();
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            lines.filter(line -> line.startsWith("Vm"))
                    .map(line -> line.split("[:\\s]+"))
                    .forEach(parts -> sizes.put(parts[0], Long.parseLong(parts[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sizes;
    }
}
