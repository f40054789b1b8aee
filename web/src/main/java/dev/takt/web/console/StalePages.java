package dev.takt.web.console;

import jakarta.faces.FacesException;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.ExceptionQueuedEventContext;
import jakarta.faces.event.PhaseId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.Iterator;
import org.jboss.logging.Logger;
import org.primefaces.csp.CspException;

/**
 * Shows a page anew whose state the server does not keep any more: it was open for long, or many others were opened
 * since. What was asked for is not done, and the page says so; one that only wanted to refresh itself says nothing. Forms
 * that no page of Takt made are met in the same way, so that nobody fills the log with traces.
 * Named in {@code faces-config.xml}.
 */
public class StalePages extends ExceptionHandlerFactory {
    private static final Logger LOG = Logger.getLogger(StalePages.class);

    /** The id that all pages give to their own refreshing. */
    private static final String REFRESH = "refresh";

    private static final String SENTENCE = "This page had been open for too long; please do it once more.";

    public StalePages(ExceptionHandlerFactory wrapped) {
        super(wrapped);
    }

    @Override
    public ExceptionHandler getExceptionHandler() {
        return new Renewal(getWrapped().getExceptionHandler());
    }

    private static final class Renewal extends ExceptionHandlerWrapper {
        Renewal(ExceptionHandler wrapped) {
            super(wrapped);
        }

        @Override
        public void handle() throws FacesException {
            boolean stale = false;
            for (Iterator<ExceptionQueuedEvent> events =
                            getUnhandledExceptionQueuedEvents().iterator();
                    events.hasNext(); ) {
                if (isOfThePage(events.next().getContext())) {
                    events.remove();
                    stale = true;
                }
            }
            FacesContext context = FacesContext.getCurrentInstance();
            if (stale && !context.getResponseComplete()) {
                renew(context);
            }
            getWrapped().handle();
        }

        /** Whether what came with the form is to blame: its state is not kept, not this page's, or comes without a nonce. */
        private boolean isOfThePage(ExceptionQueuedEventContext event) {
            Throwable failure = event.getException();
            Throwable cause = getRootCause(failure);
            return failure instanceof ViewExpiredException
                    || cause instanceof ViewExpiredException
                    || failure instanceof CspException
                    || cause instanceof CspException
                    || PhaseId.RESTORE_VIEW.equals(event.getPhaseId()) && failure instanceof FacesException;
        }

        private static void renew(FacesContext context) {
            ExternalContext external = context.getExternalContext();
            HttpServletRequest request = (HttpServletRequest) external.getRequest();
            LOG.debugf("The state of %s is not kept any more; it is shown anew.", request.getServletPath());
            if (!REFRESH.equals(external.getRequestParameterMap().get("jakarta.faces.source"))) {
                context.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, SENTENCE, SENTENCE));
                external.getFlash().setKeepMessages(true);
            }
            try {
                external.redirect(request.getContextPath() + address(request));
            } catch (IOException gone) {
                throw new UncheckedIOException("The browser went away before its page could be shown anew.", gone);
            }
            context.responseComplete();
        }

        private static String address(HttpServletRequest request) {
            if (request.getServletPath().equals("/" + TaskQuery.PATH)) {
                // The list's form gives its filters as fields.
                return "/" + TaskQuery.of(request, ZoneOffset.UTC).addressAgain();
            }
            String query = request.getQueryString();
            return "/" + request.getServletPath().replaceFirst("^/+", "") + (query == null ? "" : "?" + query);
        }
    }
}
