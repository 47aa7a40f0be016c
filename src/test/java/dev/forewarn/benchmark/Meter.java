package dev.forewarn.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run costs: read at its beginning and its end. */
final class Meter {

    private final Database database;
    private final List<Service> services;
    private final long postmaster;
    private final long statements;
    private final long wal;
    private final long serviceCpu;
    private final long databaseCpu;

    Meter(Database database, List<Service> services) {
        this.database = database;
        this.services = services;
        this.postmaster = database.postmaster();
        this.statements = database.statements();
        this.wal = database.wal();
        this.serviceCpu = serviceCpu();
        this.databaseCpu = Processes.cpuMicrosOfFamily(postmaster);
    }

    private long serviceCpu() {
        return services.stream().mapToLong(Service::cpuMicros).sum();
    }

    /** Each figure divided by so many deliveries, or events. */
    Map<String, Double> per(long count) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("cpu", (double) (serviceCpu() - serviceCpu) / count);
        figures.put("db_cpu", (double) (Processes.cpuMicrosOfFamily(postmaster) - databaseCpu) / count);
        figures.put("statements", (double) (database.statements() - statements) / count);
        figures.put("wal", (double) (database.wal() - wal) / count);
        figures.put("peak_mib", (double) services.stream()
                .mapToLong(service -> Processes.peakMiB(service.pid()))
                .max()
                .orElse(0));
        return figures;
    }
}
