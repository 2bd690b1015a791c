package dev.cooper.inventory.document;

import dev.cooper.oci.SyntaxException;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML as elements with texts; no entity is looked up and no document type read. */
public final class XmlDocument {
    private static final int DEEPEST = 200;

    /**
     * An element.
     *
     * @param name without its prefix
     * @param attributes by name without prefix
     * @param text of its own, without blanks around it
     */
    public record Element(
            String name, Map<String, String> attributes, List<Element> children, String text) {
        /** The first child of that name; one without anything when there is none. */
        public Element child(String wanted) {
            return children.stream()
                    .filter(each -> each.name.equals(wanted))
                    .findFirst()
                    .orElse(new Element(wanted, Map.of(), List.of(), ""));
        }

        /** All children of that name. */
        public List<Element> children(String wanted) {
            return children.stream().filter(each -> each.name.equals(wanted)).toList();
        }
    }

    private XmlDocument() {}

    /**
     * Reads a document.
     *
     * @return its outermost element
     * @throws SyntaxException when it is no XML
     */
    public static Element parse(byte[] xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setXMLReporter((message, type, related, location) -> {});
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            // Characters, not bytes: of bytes that are none of its encoding it would print a line.
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text(xml)));
            return read(reader);
        } catch (SyntaxException e) {
            throw e;
        } catch (XMLStreamException | RuntimeException e) {
            throw new SyntaxException("it is no XML that can be read", e);
        }
    }

    /** UTF-16 where a byte order mark says so; what others say differs in people's names only. */
    private static String text(byte[] xml) {
        boolean isWide =
                xml.length > 1
                        && ((xml[0] == (byte) 0xfe && xml[1] == (byte) 0xff)
                                || (xml[0] == (byte) 0xff && xml[1] == (byte) 0xfe));
        String text = new String(xml, isWide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Element read(XMLStreamReader reader) throws XMLStreamException {
        Deque<Element> open = new ArrayDeque<>();
        Deque<StringBuilder> texts = new ArrayDeque<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() >= DEEPEST) {
                        throw new SyntaxException("it goes too deep");
                    }
                    open.push(
                            new Element(
                                    reader.getLocalName(),
                                    attributes(reader),
                                    new ArrayList<>(),
                                    ""));
                    texts.push(new StringBuilder());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!texts.isEmpty()) {
                        texts.element().append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element bare = open.pop();
                    Element whole =
                            new Element(
                                    bare.name,
                                    bare.attributes,
                                    bare.children,
                                    texts.pop().toString().strip());
                    if (open.isEmpty()) {
                        return whole;
                    }
                    open.element().children.add(whole);
                }
                case XMLStreamConstants.END_DOCUMENT ->
                        throw new SyntaxException("it has no element");
                default -> {
                    // comments and instructions say nothing about packages
                }
            }
        }
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return attributes;
    }
}
