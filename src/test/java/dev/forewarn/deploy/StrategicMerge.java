package dev.forewarn.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** How a patch is merged: objects by their fields, lists of what has a name or a path by that, anything else replaced. */
final class StrategicMerge {

    private static final List<String> KEYS = List.of("mountPath", "name");

    private StrategicMerge() {}

    static void into(ObjectNode target, ObjectNode change) {
        change.properties().forEach(field -> {
            JsonNode before = target.path(field.getKey());
            if (before instanceof ObjectNode object && field.getValue() instanceof ObjectNode more) {
                into(object, more);
            } else if (before instanceof ArrayNode list && field.getValue() instanceof ArrayNode more) {
                into(list, more);
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void into(ArrayNode list, ArrayNode change) {
        Optional<String> key =
                KEYS.stream().filter(each -> change.path(0).has(each)).findFirst();
        if (key.isEmpty()) {
            list.removeAll();
            list.addAll(change);
        } else {
            change.forEach(each -> add(list, key.get(), each));
        }
    }

    private static void add(ArrayNode list, String key, JsonNode element) {
        Optional<JsonNode> same = Yaml.items(list)
                .filter(each -> each.path(key).equals(element.path(key)))
                .findFirst();
        if (same.isPresent()) {
            into((ObjectNode) same.get(), (ObjectNode) element);
        } else {
            list.add(element);
        }
    }
}
