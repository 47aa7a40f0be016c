package dev.forewarn.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Collection;
import java.util.Set;

/** Callers, as the framework knows them. */
final class Identities {

    /** The operator of {@link AdminKey}; no other has this name. */
    static final SecurityIdentity ADMIN = of("admin", Set.of(Role.OPERATOR), Caller.operator(Caller.OPERATORS));

    private Identities() {}

    /** @param name of the key or token, which is no secret */
    static SecurityIdentity of(String name, Collection<String> roles, Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(Set.copyOf(roles))
                .addAttribute(Caller.ATTRIBUTE, caller)
                .build();
    }

    static boolean isAdmin(SecurityIdentity identity) {
        return identity.getPrincipal().equals(ADMIN.getPrincipal());
    }
}
