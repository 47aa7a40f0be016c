package dev.forewarn.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.CutoffId;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Status;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import dev.forewarn.lifecycle.Word;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** How the values of {@code lifecycle} are written and read as JSON: in the form in which events carry them. */
public final class LifecycleModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    public LifecycleModule() {
        super("forewarn-lifecycle");
        word(SubjectKind.class);
        word(Milestone.class);
        word(Certainty.class);
        word(Authority.class);
        word(Replacement.Status.class);
        word(Status.class);
        word(NoticeKind.class);
        word(LeadTime.class);
        text(SubjectId.class, SubjectId::toString, SubjectId::parse);
        text(CutoffKey.class, CutoffKey::toString, CutoffKey::parse);
        text(CutoffId.class, CutoffId::toString, CutoffId::new);
        text(ZoneId.class, ZoneId::getId, ZoneId::of);
        addSerializer(Effective.class, new EffectiveWriter());
        addDeserializer(Effective.class, new EffectiveReader());
    }

    private <E extends Enum<E> & Word> void word(Class<E> vocabulary) {
        text(vocabulary, Word::word, text -> Word.parse(vocabulary, text));
    }

    private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
        addSerializer(type, new TextWriter<>(type, write));
        addDeserializer(type, new TextReader<>(type, read));
    }

    private static final class TextWriter<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<T, String> write;

        TextWriter(Class<T> type, Function<T, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(write.apply(value));
        }
    }

    private static final class TextReader<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> read;

        TextReader(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return read.apply(json.getText());
            } catch (IllegalArgumentException | DateTimeException e) {
                throw context.weirdStringException(json.getText(), handledType(), String.valueOf(e.getMessage()));
            }
        }
    }

    /** An undated effective is {@code null}. */
    private static final class EffectiveWriter extends StdSerializer<Effective> {
        private static final long serialVersionUID = 1L;

        EffectiveWriter() {
            super(Effective.class);
        }

        @Override
        public void serialize(Effective value, JsonGenerator json, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(form(value), json);
        }

        private static @Nullable Object form(Effective value) {
            if (value instanceof Effective.At at) {
                return Map.of("at", at.at());
            }
            if (value instanceof Effective.On on) {
                return new DayForm(on.on(), on.zone());
            }
            if (value instanceof Effective.In in) {
                return new MonthForm(in.in(), in.zone());
            }
            return value instanceof Effective.After after ? Map.of("after", after.after()) : null;
        }
    }

    private record DayForm(LocalDate on, ZoneId zone) {}

    private record MonthForm(YearMonth in, ZoneId zone) {}

    private static final class EffectiveReader extends StdDeserializer<Effective> {
        private static final long serialVersionUID = 1L;

        EffectiveReader() {
            super(Effective.class);
        }

        @Override
        public Effective deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode form = json.readValueAsTree();
            try {
                return read(form);
            } catch (IllegalArgumentException | DateTimeException e) {
                return context.reportInputMismatch(Effective.class, "%s", e.getMessage());
            }
        }

        private static Effective read(JsonNode form) {
            if (form.has("at")) {
                return new Effective.At(Instant.parse(text(form, "at")));
            }
            if (form.has("on")) {
                return new Effective.On(LocalDate.parse(text(form, "on")), zone(form));
            }
            if (form.has("in")) {
                return new Effective.In(YearMonth.parse(text(form, "in")), zone(form));
            }
            return new Effective.After(StreamSupport.stream(form.path("after").spliterator(), false)
                    .map(JsonNode::asText)
                    .map(CutoffKey::parse)
                    .toList());
        }

        @Override
        public Effective getNullValue(DeserializationContext context) {
            return new Effective.Undated();
        }

        private static ZoneId zone(JsonNode form) {
            return ZoneId.of(text(form, "zone"));
        }

        private static String text(JsonNode form, String field) {
            return form.path(field).asText();
        }
    }
}
