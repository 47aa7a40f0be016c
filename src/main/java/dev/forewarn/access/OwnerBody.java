package dev.forewarn.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forewarn.web.Members;
import java.util.List;
import java.util.Optional;

/** What an owner shall be called. */
record OwnerBody(String name) {

    /**
     * Reads a body.
     *
     * @throws dev.forewarn.web.ProblemException with a pointer to every fault
     */
    static OwnerBody read(ObjectNode body) {
        Members members = new Members(body);
        members.allow(List.of("name"));
        Optional<String> name = members.required("name", Label::parse);
        members.check();
        return new OwnerBody(name.orElseThrow());
    }
}
