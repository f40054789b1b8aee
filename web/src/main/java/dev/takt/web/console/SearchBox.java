package dev.takt.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The search box of the head: understands a task's id, a label as {@code name=value}, or else a job's name. */
@Named
@RequestScoped
public class SearchBox {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    @Inject
    private HttpServletRequest request;

    /** Sends the browser to what was searched. */
    public void go() throws IOException {
        String asked = request.getParameter("q");
        if (asked == null || asked.isBlank()) {
            redirect("/tasks.xhtml");
        } else if (ID.matcher(asked.trim()).matches()) {
            redirect("/task.xhtml?id=" + asked.trim());
        } else {
            String parameter = asked.contains("=") ? "label" : "job";
            redirect("/tasks.xhtml?" + parameter + "=" + URLEncoder.encode(asked.trim(), StandardCharsets.UTF_8));
        }
    }

    private void redirect(String path) throws IOException {
        FacesContext.getCurrentInstance().getExternalContext().redirect(request.getContextPath() + path);
    }
}
