package dev.takt.web.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * Gives the API's description, which the build has made from the resources: YAML, or JSON when it is asked for by
 * {@code ?format=json} or an {@code Accept} header that names JSON.
 */
@WebServlet(urlPatterns = "/openapi", asyncSupported = true)
public class OpenApi extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FORMAT = "format";
    private static final String JSON = "json";
    private static final String YAML = "yaml";

    private transient byte[] yaml;
    private transient byte[] json;

    @Override
    public void init() throws ServletException {
        yaml = resource("/dev/takt/web/api/openapi.yaml");
        json = resource("/dev/takt/web/api/openapi.json");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String format = request.getParameter(FORMAT);
        if (format == null) {
            String accept = request.getHeader("Accept");
            format = accept != null && accept.contains(JSON) && !accept.contains(YAML) ? JSON : YAML;
        }
        if (format.equals(JSON)) {
            write(response, "application/vnd.oai.openapi+json;charset=UTF-8", json);
        } else if (format.equals(YAML)) {
            write(response, "application/yaml;charset=UTF-8", yaml);
        } else {
            Problem.of(new dev.takt.api.TaktException.Invalid(FORMAT, "This is yaml or json."))
                    .write(response);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod())) {
            super.service(request, response);
        } else {
            response.setHeader("Allow", "GET, HEAD");
            Problem.of("method-not-allowed", "This address does not take this method", 405, "Use GET.")
                    .write(response);
        }
    }

    private static void write(HttpServletResponse response, String type, byte[] document) throws IOException {
        response.setContentType(type);
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }

    private static byte[] resource(String name) throws ServletException {
        try (InputStream stream = OpenApi.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new ServletException("The build has not made " + name + "; build the module web with Maven.");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new ServletException("The build's " + name + " cannot be read.", e);
        }
    }
}
