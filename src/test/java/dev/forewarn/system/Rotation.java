package dev.forewarn.system;

import dev.forewarn.servers.ForewarnProcess;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands requests to one ready replica after the other, as a load balancer does: it looks who is ready every tenth of a second. */
final class Rotation implements AutoCloseable {

    private static final int LOOK_MILLIS = 100;

    private final List<ForewarnProcess> replicas = new CopyOnWriteArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> looking =
            clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);

    private void look() {
        replicas.removeIf(replica -> !replica.ready());
    }

    /** One more that is ready. */
    void add(ForewarnProcess replica) {
        replicas.add(replica);
    }

    boolean has(ForewarnProcess replica) {
        return replicas.contains(replica);
    }

    /** Where the next request goes. */
    URI uri(String path) {
        List<ForewarnProcess> ready = List.copyOf(replicas);
        return ready.get(Math.floorMod(turns.getAndIncrement(), ready.size())).uri(path);
    }

    @Override
    public void close() {
        looking.cancel(true);
        clock.shutdownNow();
    }
}
