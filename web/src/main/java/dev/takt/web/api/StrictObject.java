package dev.takt.web.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.takt.access.Role;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Reads a small JSON object strictly: ask for each field, then {@link #check}, which refuses wrong types and every field
 * that was not asked for, all in one answer.
 */
final class StrictObject {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ObjectNode object;
    private final Set<String> known = new HashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    private StrictObject(ObjectNode object) {
        this.object = object;
    }

    /** @throws TaktException.Invalid when this is not one JSON object */
    static StrictObject of(byte[] json) {
        return new StrictObject(tree(json));
    }

    /** The object; an empty body is an empty object. */
    static ObjectNode tree(byte[] json) {
        if (json.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JsonProcessingException malformed) {
            var at = malformed.getLocation();
            throw new TaktException.Invalid(
                    "",
                    "This is not JSON: " + malformed.getOriginalMessage()
                            + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")
                            + ".");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Memory does not fail to be read.", e);
        }
        if (node instanceof ObjectNode found) {
            return found;
        }
        throw new TaktException.Invalid("", "A JSON object is needed here, such as {\"name\": \"…\"}.");
    }

    static byte[] bytes(ObjectNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written.", e);
        }
    }

    /** A text; null when it is not there. */
    String text(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            refuse(field, "A text is needed here.");
            return null;
        }
        if (!canBeKept(value.textValue())) {
            refuse(field, "This has a NUL character or half a character; neither can be kept.");
            return null;
        }
        return value.textValue();
    }

    /** A text that must be there. */
    String needText(String field) {
        String text = text(field);
        if (text == null && !object.has(field)) {
            refuse(field, "This is needed.");
        }
        return text;
    }

    /** A whole number within bounds; null when it is not there. */
    Integer integer(String field, int min, int max) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= min && value.intValue() <= max) {
            return value.intValue();
        }
        refuse(field, "A whole number from " + min + " to " + max + " is needed here.");
        return null;
    }

    /** True or false; null when it is not there. */
    Boolean bool(String field) {
        JsonNode value = value(field);
        if (value == null || value.isBoolean()) {
            return value == null ? null : value.booleanValue();
        }
        refuse(field, "true or false is needed here.");
        return null;
    }

    /** A duration; null when it is not there. */
    Duration duration(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException malformed) {
            refuse(field, "A duration such as PT30S, PT12H or P90D is needed here.");
            return null;
        }
    }

    /** Roles by their labels; null when they are not there. */
    Set<Role> roles(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (value.isArray()) {
            for (JsonNode label : value) {
                try {
                    roles.add(Role.of(label.asText(), field));
                } catch (TaktException.Invalid unknown) {
                    violations.addAll(unknown.violations());
                }
            }
        } else {
            refuse(field, "An array of roles is needed here, such as [\"viewer\"].");
        }
        return roles;
    }

    /** @throws TaktException.Invalid when something was wrong, or there are fields that nobody asked for */
    void check() {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                refuse(name, "There is no such field here; leave it out.");
            }
        }
        if (!violations.isEmpty()) {
            throw new TaktException.Invalid(violations);
        }
    }

    /** Databases take neither NUL nor what is no Unicode: a surrogate without its other half. */
    private static boolean canBeKept(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }

    private JsonNode value(String field) {
        known.add(field);
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private void refuse(String field, String rule) {
        violations.add(new Violation(field, rule));
    }
}
