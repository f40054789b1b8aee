package dev.takt.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import org.primefaces.context.PrimeFacesContext;

/**
 * The nonce of the page's scripts, which PrimeFaces wants back with each form. Its own script adds it to forms; pages
 * without that script, which work without any, carry it as a hidden field.
 */
@Named
@RequestScoped
public class PageNonce {
    public String getValue() {
        return PrimeFacesContext.getCspState(FacesContext.getCurrentInstance()).getNonce();
    }
}
