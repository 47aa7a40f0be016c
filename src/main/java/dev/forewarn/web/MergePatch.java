package dev.forewarn.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396): what is given takes the place of what was, null takes it away. */
public final class MergePatch {

    /** The media type of RFC 7396. */
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private MergePatch() {}

    /** The document with the patch applied; neither is changed. */
    public static ObjectNode apply(ObjectNode document, ObjectNode patch) {
        ObjectNode merged = document.deepCopy();
        patch.properties().forEach(member -> put(merged, member.getKey(), member.getValue()));
        return merged;
    }

    private static void put(ObjectNode target, String name, JsonNode value) {
        if (value.isNull()) {
            target.remove(name);
        } else {
            target.set(name, value instanceof ObjectNode patch ? apply(objectAt(target, name), patch) : value);
        }
    }

    private static ObjectNode objectAt(ObjectNode target, String name) {
        return target.get(name) instanceof ObjectNode object ? object : target.objectNode();
    }
}
