package dev.takt.web.console;

import dev.takt.web.access.SignIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** Signs in and out, and changes one's own password. */
@Named
@RequestScoped
public class LoginForm {
    @Inject
    private SignIn signIn;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private String name;
    private String password;
    private String newPassword;
    private String repeated;

    public void signIn() throws IOException {
        Optional<String> refusal = signIn.signIn(name, password);
        if (refusal.isPresent()) {
            notice.refused(refusal.get());
        } else {
            redirect(signIn.target(request.getParameter("from")));
        }
    }

    public void signOut() throws IOException {
        signIn.signOut();
        redirect(request.getContextPath() + "/login.xhtml");
    }

    public void changePassword() throws IOException {
        if (newPassword == null || !newPassword.equals(repeated)) {
            notice.wrong("repeated", "The two new passwords differ; type the same twice.");
            return;
        }
        Optional<String> refusal = signIn.changePassword(password, newPassword);
        if (refusal.isPresent()) {
            notice.refused(refusal.get());
        } else {
            notice.doneAfterRedirect("Your password was changed; your other sessions are over.");
            redirect(request.getContextPath() + "/");
        }
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getNewPassword() {
        return newPassword;
    }

    public void setNewPassword(String newPassword) {
        this.newPassword = newPassword;
    }

    public String getRepeated() {
        return repeated;
    }

    public void setRepeated(String repeated) {
        this.repeated = repeated;
    }

    private static void redirect(String path) throws IOException {
        FacesContext.getCurrentInstance().getExternalContext().redirect(path);
    }
}
