package dev.forewarn.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Which event loop does what. All attempts are made on one, the first, as what is known of receivers is kept there without
 * locks; what else the service begins by itself, such as reading and writing rows, is done on the others, so that it does
 * not take turns with the attempts.
 */
public final class EventLoops {

    // Not the group's own turn: what frameworks take would always follow ours.
    private static final AtomicInteger TURN = new AtomicInteger();

    private EventLoops() {}

    /** A context on the loop on which attempts are made. */
    public static ContextInternal ofAttempts(Vertx vertx) {
        return context(vertx, all(vertx).get(0));
    }

    /** A context on one of the others, which take turns; if there are none, on the first. */
    public static ContextInternal beside(Vertx vertx) {
        List<EventExecutor> all = all(vertx);
        int others = all.size() - 1;
        return context(vertx, others == 0 ? all.get(0) : all.get(1 + Math.floorMod(TURN.getAndIncrement(), others)));
    }

    /** Has a task done on a context; its answer comes on whatever thread brings it. */
    public static <T> Uni<T> on(Context context, Supplier<Uni<? extends T>> task) {
        return Uni.createFrom().deferred(task).runSubscriptionOn(command -> context.runOnContext(any -> command.run()));
    }

    private static List<EventExecutor> all(Vertx vertx) {
        List<EventExecutor> all = new ArrayList<>();
        ((VertxInternal) vertx).getEventLoopGroup().forEach(all::add);
        return all;
    }

    private static ContextInternal context(Vertx vertx, EventExecutor loop) {
        return ((VertxInternal) vertx)
                .createEventLoopContext(
                        (EventLoop) loop, null, Thread.currentThread().getContextClassLoader());
    }
}
