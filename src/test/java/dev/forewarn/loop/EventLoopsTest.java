package dev.forewarn.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLoopsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void nothingElseIsDoneWhereAttemptsAreMadeUnlessThereIsNoOtherLoop(int loops) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        try {
            EventLoop attempts = EventLoops.ofAttempts(vertx).nettyEventLoop();
            Set<EventLoop> others = new HashSet<>();
            IntStream.range(0, 4 * loops)
                    .forEach(i -> others.add(EventLoops.beside(vertx).nettyEventLoop()));

            assertThat(EventLoops.ofAttempts(vertx).nettyEventLoop()).isSameAs(attempts);
            assertThat(others).hasSize(Math.max(1, loops - 1));
            assertThat(others.contains(attempts)).isEqualTo(loops == 1);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
