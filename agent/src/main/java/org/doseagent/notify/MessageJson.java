package org.doseagent.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A message as the document {@code dose-alert/1}; its schema is in {@code docs/}. */
final class MessageJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MessageJson() {}

    static byte[] bytes(Message message) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", "dose-alert/1");
        root.put("id", message.id());
        root.put("occasion", message.occasion().label());
        root.put("site", message.site());
        root.put("sentAt", message.at().toString());
        ArrayNode alerts = root.putArray("alerts");
        message.notes().forEach(note -> alerts.add(alert(note)));
        ObjectNode more = root.putObject("notListed");
        message.more().forEach(more::put);
        root.put("overflow", message.overflow());
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode alert(AlertNote note) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("id", note.alertId());
        node.put("opening", note.opening());
        node.put("kind", note.kind().label());
        node.put("openedAt", note.openedAt().toString());
        note.alert().category().ifPresent(value -> node.put("category", value));
        note.scanner().ifPresent(value -> node.put("scanner", value));
        note.alert().quantity().ifPresent(value -> node.put("quantity", value.name()));
        note.alert().value().ifPresent(value -> node.put("value", value));
        note.alert().drl().ifPresent(value -> node.put("drl", value));
        note.alert().ratio().ifPresent(value -> node.put("ratio", value));
        note.alert().drlSet().ifPresent(value -> node.put("drlSet", value));
        note.accessionNumber().ifPresent(value -> node.put("accessionNumber", value));
        node.put("text", note.text());
        node.put("lookUp", note.lookUp());
        return node;
    }
}
