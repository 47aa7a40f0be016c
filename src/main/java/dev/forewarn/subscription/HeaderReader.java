package dev.forewarn.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.web.Members;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which headers are to be sent along. No message repeats a value. */
final class HeaderReader {

    static final String MEMBER = "headers";

    private static final int MAX_HEADERS = 20;
    private static final int MAX_BYTES = 8 * 1_024;

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** RFC 9110, section 5.5, without what is not ASCII. */
    private static final Pattern VALUE = Pattern.compile("([!-~]([ \\t!-~]*[!-~])?)?");

    /** What frames a request, or is this service's to say; with the fields of one hop (RFC 9110, section 7.6.1). */
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "authorization",
            "expect",
            "user-agent",
            "date",
            "accept-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "http2-settings");

    private static final String STANDARD_WEBHOOKS = "webhook-";

    private final Members members;
    private final Map<String, String> values;
    private final Map<String, String> given = new LinkedHashMap<>();

    private HeaderReader(Members members, Headers standing) {
        this.members = members;
        this.values = new LinkedHashMap<>(standing.values());
    }

    /**
     * The headers that stand, with those in the body in their place; null takes one away, or all.
     *
     * @param members is told of every fault
     */
    static Headers read(ObjectNode body, Headers standing, Members members) {
        JsonNode headers = body.get(MEMBER);
        if (headers == null) {
            return standing;
        }
        return headers.isNull() ? Headers.NONE : new HeaderReader(members, standing).merged(headers);
    }

    private Headers merged(JsonNode headers) {
        if (headers instanceof ObjectNode object) {
            object.properties().forEach(header -> put(header.getKey(), header.getValue()));
            checkSize();
        } else {
            members.refuse(MEMBER, "must be an object: names with their values");
        }
        return new Headers(values);
    }

    private void put(String name, JsonNode value) {
        Optional<String> fault = fault(name, value);
        if (fault.isPresent()) {
            members.refuse(MEMBER, name, fault.get());
            return;
        }
        // Names are the same in any case.
        values.keySet().removeIf(name::equalsIgnoreCase);
        if (!value.isNull()) {
            values.put(name, value.textValue());
        }
    }

    private Optional<String> fault(String name, JsonNode value) {
        @Nullable String before = given.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (before != null) {
            return Optional.of("is given twice: names are the same in upper and lower case");
        }
        return nameFault(name).or(() -> value.isNull() ? Optional.empty() : valueFault(value));
    }

    private static Optional<String> nameFault(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!TOKEN.matcher(name).matches()) {
            return Optional.of("is no name of a header (a token of RFC 9110)");
        }
        return OURS.contains(lower) || lower.startsWith(STANDARD_WEBHOOKS)
                ? Optional.of("can't be set: it is this service's, or the connection's")
                : Optional.empty();
    }

    private static Optional<String> valueFault(JsonNode value) {
        return value.isTextual() && VALUE.matcher(value.textValue()).matches()
                ? Optional.empty()
                : Optional.of("must be a text of visible ASCII characters, with spaces and tabs only between them");
    }

    private void checkSize() {
        int bytes = values.entrySet().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
        if (values.size() > MAX_HEADERS) {
            members.refuse(MEMBER, "are " + values.size() + "; at most " + MAX_HEADERS + " are allowed");
        } else if (bytes > MAX_BYTES) {
            members.refuse(MEMBER, "have " + bytes + " bytes in all; at most " + MAX_BYTES + " are allowed");
        }
    }
}
