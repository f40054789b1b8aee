package dev.takt.web.console;

import dev.takt.api.TaktException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Tells the person what happened: at the field that it concerns, or at the head of the page, where it stays. */
@ApplicationScoped
public class Notice {
    private static final Logger LOG = Logger.getLogger(Notice.class);

    /** How long a click waits for a durable answer: the owner's slowest commit with a good margin. */
    private static final long ANSWER_MAX_SECONDS = 15;

    /** The forms of the pages: all others have none, or no fields. */
    private static final List<String> FORMS = List.of("page", "change");

    /** Something that changes Takt. */
    @FunctionalInterface
    interface Action {
        void perform();
    }

    /** Says that something was done. */
    void done(String sentence) {
        add(null, FacesMessage.SEVERITY_INFO, sentence);
    }

    /** Says that something was done, on the page that a redirect leads to. */
    void doneAfterRedirect(String sentence) {
        context().getExternalContext().getFlash().setKeepMessages(true);
        done(sentence);
    }

    /** Says that something was not done. */
    void refused(String sentence) {
        add(null, FacesMessage.SEVERITY_ERROR, sentence);
    }

    /** Says what is wrong with one field. */
    void wrong(String field, String rule) {
        String clientId = fieldClientId(field);
        add(clientId, FacesMessage.SEVERITY_ERROR, clientId == null && !field.isEmpty() ? field + ": " + rule : rule);
    }

    /**
     * Performs an action and shows Takt's refusal if there is one.
     *
     * @return whether it was done
     */
    boolean attempt(Action action) {
        try {
            action.perform();
            return true;
        } catch (TaktException.Invalid invalid) {
            if (invalid.violations().isEmpty()) {
                refused(invalid.getMessage());
            }
            invalid.violations().forEach(v -> wrong(v.field(), v.rule()));
        } catch (TaktException.TooLarge large) {
            wrong(large.field(), large.getMessage());
        } catch (TaktException | SecurityException refusal) {
            refused(refusal.getMessage());
        } catch (RuntimeException unforeseen) {
            LOG.error("A console action failed.", unforeseen);
            refused("Takt could not do this because of an error of its own; the server log has the details: "
                    + unforeseen);
        }
        return false;
    }

    /** Waits for an answer that comes later, and throws what went wrong. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(ANSWER_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw TaktException.Busy.unavailable(
                    "Takt did not answer within " + ANSWER_MAX_SECONDS
                            + " s; it may still do what was asked. Look at the list before you try again.",
                    java.time.Duration.ofSeconds(ANSWER_MAX_SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw TaktException.Busy.unavailable(
                    "The server is stopping; try again on another node or when it is back.",
                    java.time.Duration.ofSeconds(ANSWER_MAX_SECONDS));
        }
    }

    /** The client id of the component for a field such as {@code retry.attempts}, or null when the page has none. */
    private static String fieldClientId(String field) {
        FacesContext context = context();
        if (field.isEmpty() || context.getViewRoot() == null) {
            return null;
        }
        for (String id : candidates(field)) {
            for (String form : FORMS) {
                UIComponent component = context.getViewRoot().findComponent(form + ":" + id);
                if (component != null) {
                    return component.getClientId(context);
                }
            }
        }
        return null;
    }

    /** Component ids for a field, the exact one first: {@code retry.attempts} is {@code retry-attempts} or {@code retry}. */
    private static List<String> candidates(String field) {
        String exact = field.replaceAll("\\[\\d+]", "").replace('.', '-');
        String head = exact.contains("-") ? exact.substring(0, exact.indexOf('-')) : exact;
        return exact.isEmpty() ? List.of() : List.of(exact, head);
    }

    private static void add(String clientId, FacesMessage.Severity severity, String sentence) {
        context().addMessage(clientId, new FacesMessage(severity, sentence, sentence));
    }

    private static FacesContext context() {
        return FacesContext.getCurrentInstance();
    }
}
