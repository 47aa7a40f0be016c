package dev.forewarn.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is kept of an API key. */
@Entity
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init")
class AccessKey {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    Long id;

    @Column(name = "public_id", updatable = false)
    String publicId;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "owner_id", updatable = false)
    Owner owner;

    @Column(name = "name")
    String name;

    @Column(name = "role", updatable = false)
    String role;

    @Column(name = "digest", updatable = false)
    byte[] digest;

    @Column(name = "sources", updatable = false)
    String[] sources;

    @Column(name = "providers", updatable = false)
    String[] providers;

    @Column(name = "authority", updatable = false)
    @Nullable
    String authority;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "expires_at", updatable = false)
    @Nullable
    Instant expiresAt;

    protected AccessKey() {}

    AccessKey(String publicId, Owner owner, KeyTerms terms, byte[] digest, Instant now) {
        this.publicId = publicId;
        this.owner = owner;
        this.name = terms.name();
        this.role = terms.role();
        this.digest = digest;
        this.sources = terms.bounds().sources().toArray(String[]::new);
        this.providers = terms.bounds().providers().toArray(String[]::new);
        this.authority = terms.bounds().authority().orElse(null);
        this.createdAt = now;
        this.expiresAt = terms.expiresAt().orElse(null);
    }
}
