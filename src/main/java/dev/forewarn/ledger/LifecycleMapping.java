package dev.forewarn.ledger;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Lets the application's mapper write and read the values of {@code lifecycle}. */
@Singleton
final class LifecycleMapping implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        apply(mapper);
    }

    /** What a mapper needs beside the modules for {@code Optional} and {@code java.time}. */
    static ObjectMapper apply(ObjectMapper mapper) {
        // A replica of the next version may have stored a field that this one does not know.
        return mapper.registerModule(new LifecycleModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }
}
