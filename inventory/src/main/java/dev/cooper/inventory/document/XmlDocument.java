package dev.cooper.inventory.document;

import dev.cooper.oci.SyntaxException;

import java.io.ByteArrayInputStream;
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
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            return read(reader);
        } catch (SyntaxException e) {
            throw e;
        } catch (XMLStreamException | RuntimeException e) {
            throw new SyntaxException("it is no XML that can be read", e);
        }
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
