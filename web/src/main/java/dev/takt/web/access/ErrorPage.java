package dev.takt.web.access;

import dev.takt.web.api.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Says what went wrong where no resource and no page did, and tells nothing of what is inside. */
@WebServlet(urlPatterns = "/error", asyncSupported = true)
public class ErrorPage extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(ErrorPage.class);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean dispatched = request.getDispatcherType() == DispatcherType.ERROR;
        int status = dispatched ? status(request) : HttpServletResponse.SC_NOT_FOUND;
        String sentence = sentence(status);
        if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            String id = UUID.randomUUID().toString();
            LOG.errorf(failure, "Request failed unexpectedly (%s).", id);
            sentence += " The log has it under " + id + ".";
        }
        String path = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (path != null && Door.isApi(path.substring(request.getContextPath().length()))) {
            Problem.of("http-" + status, title(status), status, sentence).write(response);
        } else {
            writePage(request, response, status, sentence);
        }
    }

    private static void writePage(HttpServletRequest request, HttpServletResponse response, int status, String sentence)
            throws IOException {
        response.setStatus(status);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // Nothing from the request is shown, so nothing needs to be escaped.
        response.getWriter()
                .write("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"UTF-8\"><meta name=\"viewport\""
                        + " content=\"width=device-width\"><title>Takt: " + title(status) + "</title></head><body><h1>"
                        + title(status) + "</h1><p>" + sentence + "</p><p><a href=\"" + request.getContextPath()
                        + "/\">To the overview</a></p></body></html>");
    }

    private static int status(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? status
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not signed in";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Wrong method";
            case 413 -> "Too large";
            case 503 -> "Out of reach now";
            default -> status < 500 ? "Refused" : "Something went wrong";
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request cannot be read.";
            case 401 -> "Sign in first.";
            case 403 -> "Your roles do not allow this, or the request came from another site's page.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take this method.";
            case 413 -> "The request is larger than this server takes.";
            case 503 -> "The database cannot be reached now; try again shortly.";
            default -> status < 500 ? "The request was refused." : "Takt failed to answer; trying again may help.";
        };
    }
}
