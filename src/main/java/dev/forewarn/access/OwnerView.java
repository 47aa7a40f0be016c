package dev.forewarn.access;

import java.time.Instant;

/** An owner, as it is answered. */
record OwnerView(String id, String name, Instant createdAt) {

    static OwnerView of(Owner owner) {
        return new OwnerView(owner.publicId, owner.name, owner.createdAt);
    }
}
