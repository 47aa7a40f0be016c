package dev.forewarn.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** How this replica's consumer stands. Never fails: deliveries and reads go on without Kafka. */
@Readiness
@Singleton
class KafkaHealth implements HealthCheck {

    private final MeterRegistry meters;

    KafkaHealth(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("kafka")
                .up()
                .withData("partitions", told("kafka.consumer.coordinator.assigned.partitions"))
                .withData("recordsBehind", told("kafka.consumer.fetch.manager.records.lag.max"))
                .build();
    }

    /** As the client itself measures it. */
    private String told(String gauge) {
        return meters.find(gauge).gauges().stream()
                .map(Gauge::value)
                .filter(Double::isFinite)
                .max(Double::compare)
                .map(value -> Long.toString(value.longValue()))
                .orElse("unknown");
    }
}
