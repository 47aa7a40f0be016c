package dev.forewarn.console;

import dev.forewarn.access.Role;
import dev.forewarn.subscription.Registered;
import dev.forewarn.subscription.Registry;
import dev.forewarn.subscription.SubscriptionView;
import dev.forewarn.web.Problem;
import dev.forewarn.web.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * Registers and changes webhooks.
 *
 * <pre>
 *   form ─┬─ preview ──▶ the form again, with its faults and what would be sent
 *         └─ register ─┬─ taken ──▶ the page with the secret, or of the subscription
 *                      └─ else ───▶ the form again, with its faults
 * </pre>
 */
@Path(SubscriptionPages.PATH)
@RolesAllowed({Role.SUBSCRIBER, Role.OPERATOR})
class TermsPages {

    private final Registry registry;
    private final Previews previews;
    private final SubscriptionShow show;
    private final Viewing viewing;
    private final Forms forms;
    private final Pages pages;

    TermsPages(Registry registry, Previews previews, SubscriptionShow show, Viewing viewing, Forms forms, Pages pages) {
        this.registry = registry;
        this.previews = previews;
        this.show = show;
        this.viewing = viewing;
        this.forms = forms;
        this.pages = pages;
    }

    @GET
    @Path("new")
    public Uni<Response> empty(@RestQuery @Nullable String subject, @Context HttpHeaders headers) {
        TermsFields fields = TermsFields.empty(Optional.ofNullable(subject).orElse(""));
        return pages.once(
                Status.OK,
                page(headers, Optional.empty(), Previews.once(), fields).blank());
    }

    @GET
    @Path("{id}/edit")
    public Uni<Response> standing(@RestPath String id, @Context HttpHeaders headers) {
        return registry.get(id, viewing.sees())
                .map(view ->
                        page(headers, Optional.of(id), "", TermsFields.of(view)).blank())
                .flatMap(page -> pages.once(Status.OK, page));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> register(MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        Form form = forms.own(fields);
        TermsForm terms = new TermsForm(form);
        String once = form.text("once");
        Draft draft = page(headers, Optional.empty(), once, TermsFields.of(form, List.of()));
        return registry.register(viewing.owner(), terms.bytes(), once.isEmpty() ? null : once)
                .flatMap(made -> secret(made, headers))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> refused(draft, terms, failure.problem()));
    }

    private Uni<Response> secret(Registered made, HttpHeaders headers) {
        SubscriptionView view = made.subscription();
        SecretPage page = new SecretPage(
                show.frame(headers), view.id(), view.terms().url(), made.secret(), true, Optional.empty());
        return pages.once(Status.OK, page);
    }

    @POST
    @Path("{id}/edit")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> change(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        Form form = forms.own(fields);
        TermsForm terms = new TermsForm(form);
        return registry.get(id, viewing.sees())
                .map(view -> page(headers, Optional.of(id), "", TermsFields.of(form, view.headers())))
                .flatMap(draft -> change(id, terms, draft));
    }

    private Uni<Response> change(String id, TermsForm terms, Draft draft) {
        return registry.change(id, viewing.sees(), terms.bytes())
                .map(any -> show.after(Done.CHANGED, id))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> refused(draft, terms, failure.problem()));
    }

    /** What would be sent, and all that is wrong so far. Nothing is kept. */
    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> preview(MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        return preview(Optional.empty(), forms.own(fields), List.of(), headers);
    }

    @POST
    @Path("{id}/preview")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> preview(
            @RestPath String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        Form form = forms.own(fields);
        return registry.get(id, viewing.sees())
                .flatMap(view -> preview(Optional.of(id), form, view.headers(), headers));
    }

    private Uni<Response> preview(Optional<String> id, Form form, List<String> standing, HttpHeaders headers) {
        TermsForm terms = new TermsForm(form);
        List<Problem.Fault> faults = registry.faults(terms.body());
        Draft draft = page(headers, id, form.text("once"), TermsFields.of(form, standing));
        return previews.of(terms)
                .map(preview -> draft.with(terms, faults, preview))
                .flatMap(page -> pages.once(Status.OK, page));
    }

    private Uni<Response> refused(Draft draft, TermsForm terms, Problem problem) {
        List<Problem.Fault> faults =
                problem.errors().isEmpty() ? List.of(Problem.Fault.at("", problem.detail())) : problem.errors();
        return previews.of(terms)
                .map(preview -> draft.with(terms, faults, preview))
                .flatMap(page -> pages.once(problem.status(), page));
    }

    private Draft page(HttpHeaders headers, Optional<String> id, String once, TermsFields fields) {
        return new Draft(show.frame(headers), forms.token(), id, once, fields);
    }

    /** A page of which it is not known yet what is wrong in it. */
    private record Draft(Frame frame, String token, Optional<String> id, String once, TermsFields fields) {

        TermsPage with(TermsForm terms, List<Problem.Fault> faults, Optional<TermsDraft.Preview> preview) {
            return new TermsDraft(frame, token, id, once, fields, terms.byField(faults), preview).page();
        }

        TermsPage blank() {
            return new TermsDraft(frame, token, id, once, fields, Map.of(), Optional.empty()).page();
        }
    }
}
