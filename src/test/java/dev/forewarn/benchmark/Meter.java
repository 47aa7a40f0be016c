package dev.forewarn.benchmark;

import java.util.List;

/** What a run costs: read at its beginning and its end. */
final class Meter {

    private final Database database;
    private final List<Service> services;
    private final long postmaster;
    private final long wal;
    private final long serviceCpu;
    private final long databaseCpu;

    /** Begins. */
    Meter(Database database, List<Service> services) {
        this.database = database;
        this.services = services;
        this.postmaster = database.postmaster();
        database.forgetStatements();
        this.wal = database.wal();
        this.serviceCpu = serviceCpu();
        this.databaseCpu = Processes.cpuMicrosOfFamily(postmaster);
    }

    private long serviceCpu() {
        return services.stream().mapToLong(Service::cpuMicros).sum();
    }

    private long peakMiB() {
        return services.stream()
                .mapToLong(service -> Processes.peakMiB(service.pid()))
                .max()
                .orElse(0);
    }

    /** What it has cost until now, divided by so many deliveries, events or requests. */
    Run per(long count) {
        return new Run()
                .with(Figure.SERVICE_CPU, (double) (serviceCpu() - serviceCpu) / count)
                .with(Figure.DATABASE_CPU, (double) (Processes.cpuMicrosOfFamily(postmaster) - databaseCpu) / count)
                .with(Figure.STATEMENTS, (double) database.statements() / count)
                .with(Figure.WAL, (double) (database.wal() - wal) / count)
                .with(Figure.PEAK, peakMiB());
    }
}
