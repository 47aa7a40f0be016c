package dev.forewarn.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Whose subscriptions and keys they are. */
@Entity
@Table(name = "owner")
@SuppressWarnings("NullAway.Init")
class Owner {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    Long id;

    @Column(name = "public_id", updatable = false)
    String publicId;

    @Column(name = "name")
    String name;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    protected Owner() {}

    Owner(String publicId, String name, Instant now) {
        this.publicId = publicId;
        this.name = name;
        this.createdAt = now;
    }
}
