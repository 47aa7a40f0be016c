package dev.forewarn.system;

import dev.forewarn.servers.Servers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** How far a consumer group has told Kafka that it has come. */
final class Offsets {

    private Offsets() {}

    /** The committed offset of each partition. */
    static Map<String, Long> of(String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Servers.bootstrapServers()))) {
            Map<String, Long> offsets = new TreeMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> offsets.put(partition.toString(), offset.offset()));
            return offsets;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
