package dev.forewarn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rometools.rome.feed.atom.Category;
import com.rometools.rome.feed.atom.Content;
import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.atom.Feed;
import com.rometools.rome.feed.atom.Link;
import com.rometools.rome.feed.atom.Person;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedOutput;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdom2.Element;

/** Writes notices as Atom (RFC 4287), page by page (RFC 5005). */
@Singleton
final class AtomFeed {

    static final String MEDIA_TYPE = "application/atom+xml";

    private static final String HISTORY = "http://purl.org/syndication/history/1.0";
    // RFC 4151; the same at every instance and address, as the notice's id is.
    private static final String ENTRY_ID = "tag:forewarn.dev,2026:";

    private final ObjectMapper mapper;
    private final Answers answers;

    AtomFeed(ObjectMapper mapper, Answers answers) {
        this.mapper = mapper;
        this.answers = answers;
    }

    byte[] write(UriInfo request, AtomQuery query, AtomStore.Found found) {
        List<AtomStore.Item> items = found.items().stream().limit(query.limit()).toList();
        Feed feed = new Feed("atom_1.0");
        feed.setId(id(request, found.epoch()));
        feed.setTitle("Forewarn: what will be switched off");
        feed.setAuthors(List.of(author()));
        feed.setUpdated(
                date(items.stream().map(AtomStore.Item::raisedAt).findFirst().orElse(Instant.EPOCH)));
        feed.setOtherLinks(links(request, query, found));
        feed.setEntries(items.stream().map(this::entry).toList());
        // A page of the past never changes; readers that gather them need not come again (RFC 5005, section 4).
        query.before().ifPresent(place -> feed.setForeignMarkup(List.of(new Element("archive", "fh", HISTORY))));
        return bytes(feed);
    }

    private static byte[] bytes(Feed feed) {
        try {
            return new WireFeedOutput().outputString(feed, false).getBytes(UTF_8);
        } catch (FeedException e) {
            throw new IllegalStateException("notices have no Atom form", e);
        }
    }

    /** One for each selection of the notices of a service; a page is of the same feed as the first. */
    private String id(UriInfo request, UUID epoch) {
        String selection = answers.link(request, List.of("before", "limit"));
        int query = selection.indexOf('?');
        UUID id = query < 0 ? epoch : UUID.nameUUIDFromBytes((epoch + selection.substring(query)).getBytes(UTF_8));
        return "urn:uuid:" + id;
    }

    private List<Link> links(UriInfo request, AtomQuery query, AtomStore.Found found) {
        Link self = link("self", answers.link(request, List.of()), MEDIA_TYPE);
        Link first = link(
                query.before().isPresent() ? "current" : "first", answers.link(request, List.of("before")), MEDIA_TYPE);
        if (found.items().size() <= query.limit()) {
            return List.of(self, first);
        }
        long last = found.items().get(query.limit() - 1).position();
        String older = answers.link(request, "before", new FeedCursor(found.epoch(), last).toString());
        return List.of(self, first, link("next", older, MEDIA_TYPE), link("prev-archive", older, MEDIA_TYPE));
    }

    private Entry entry(AtomStore.Item item) {
        Entry entry = new Entry();
        entry.setId(ENTRY_ID + item.id());
        entry.setTitleEx(text("text", "Notice " + item.id()));
        entry.setUpdated(date(item.raisedAt()));
        entry.setAuthors(List.of(author()));
        entry.setAlternateLinks(
                List.of(link("alternate", answers.base() + "/v1/notices/" + item.id(), "application/json")));
        NoticeTold.read(mapper, item.body()).ifPresent(notice -> tell(entry, notice));
        return entry;
    }

    private static void tell(Entry entry, NoticeTold notice) {
        entry.setTitleEx(text("text", Markup.characters(notice.title())));
        entry.setPublished(date(notice.timestamp()));
        entry.setCategories(categories(notice));
        entry.setOtherLinks(
                List.of(link("related", notice.cutoff().links().self().toString(), "application/json")));
        entry.setContents(List.of(text("html", html(notice.content()))));
    }

    private static List<Category> categories(NoticeTold notice) {
        return Stream.of(
                        notice.type(),
                        notice.cutoff().milestone().word(),
                        notice.cutoff().subject().id().toString())
                .map(AtomFeed::category)
                .toList();
    }

    private static Category category(String term) {
        Category category = new Category();
        category.setTerm(term);
        return category;
    }

    private static Person author() {
        Person author = new Person();
        author.setName("Forewarn");
        return author;
    }

    private static Link link(String rel, String href, String type) {
        Link link = new Link();
        link.setRel(rel);
        link.setHref(href);
        link.setType(type);
        return link;
    }

    private static Content text(String type, String value) {
        Content content = new Content();
        content.setType(type);
        content.setValue(value);
        return content;
    }

    /** Lines of text as HTML; it is escaped once more as XML. */
    private static String html(String lines) {
        return "<p>" + Markup.escaped(lines).replace("\n", "<br>") + "</p>";
    }

    private static Date date(Instant at) {
        return Date.from(at);
    }
}
