package dev.forewarn.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.Statement;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The stored form of what was said and of what counts. */
@Singleton
public class Documents {

    private final ObjectMapper mapper;

    Documents(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public Cutoff cutoff(String document) {
        return read(document, Cutoff.class);
    }

    public Statement statement(String document) {
        return read(document, Statement.class);
    }

    public String write(Cutoff cutoff) {
        return json(cutoff);
    }

    /** What an event says; empty if it takes a claim back. */
    Optional<String> write(LifecycleEvent event) {
        if (event instanceof LifecycleEvent.AboutCutoff about) {
            return about.says().map(this::json);
        }
        LifecycleEvent.SourceRead read = (LifecycleEvent.SourceRead) event;
        return Optional.of(json(new Keys(read.read(), read.missing())));
    }

    private record Keys(List<CutoffKey> read, List<CutoffKey> missing) {}

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a " + value.getClass().getSimpleName() + " has no JSON form", e);
        }
    }

    private <T> T read(String document, Class<T> type) {
        try {
            return mapper.readValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " can't be read", e);
        }
    }
}
