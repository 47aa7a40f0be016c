package dev.forewarn.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.web.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody has filled in about a subscription, in the form in which the API is told it: so it is read, and judged, by
 * the same words.
 */
final class TermsForm {

    static final List<String> LISTS = List.of("subjects", "channels", "regions");
    static final List<String> TICKED = List.of("milestones", "kinds", "leadTimes");

    private final ObjectNode body = JsonNodeFactory.instance.objectNode();

    /** @param form whose empty fields are left out, or take away what stood there */
    TermsForm(Form form) {
        text("url", form);
        LISTS.forEach(name -> list(name, form.words(name)));
        TICKED.forEach(name -> list(name, form.ticked(name)));
        text("format", form);
        text("description", form);
        headers(form);
    }

    private void text(String name, Form form) {
        String text = form.text(name);
        body.put(name, text.isEmpty() ? null : text);
    }

    private void list(String name, List<String> values) {
        ArrayNode list = body.putArray(name);
        values.forEach(list::add);
    }

    /** A line for each, {@code Name: value}; those that are to go are ticked. */
    private void headers(Form form) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        form.ticked("removed").forEach(headers::putNull);
        form.lines("headers").forEach(line -> header(headers, line));
        if (!headers.isEmpty()) {
            body.set("headers", headers);
        }
    }

    private static void header(ObjectNode headers, String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon).strip();
        headers.put(name, colon < 0 ? "" : line.substring(colon + 1).strip());
    }

    ObjectNode body() {
        return body;
    }

    byte[] bytes() {
        return body.toString().getBytes(UTF_8);
    }

    /** The faults by the field that they stand in; what is wrong with one value of a list names it. */
    Map<String, List<String>> byField(List<Problem.Fault> faults) {
        Map<String, List<String>> byField = new LinkedHashMap<>();
        for (Problem.Fault fault : faults) {
            String[] steps = fault.pointer().orElse("").split("/", -1);
            String field = steps.length > 1 ? steps[1] : "";
            String told = steps.length > 2 ? value(field, steps[2]) + " " + fault.detail() : fault.detail();
            byField.computeIfAbsent(field, any -> new ArrayList<>()).add(told);
        }
        return byField;
    }

    private String value(String field, String step) {
        return Optional.ofNullable(body.get(field))
                .filter(ArrayNode.class::isInstance)
                .map(list -> list.path(Integer.parseInt(step)).asText())
                .orElseGet(() -> step.replace("~1", "/").replace("~0", "~"));
    }
}
