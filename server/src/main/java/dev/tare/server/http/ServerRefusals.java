package dev.tare.server.http;

import dev.tare.server.wire.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * What the server itself refuses before any filter sees it (an ambiguous address, an overlong
 * header) leaves as a problem too, and says nothing about the server's make.
 */
public final class ServerRefusals
        implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.setErrorHandler(new AsProblem()));
    }

    private static final class AsProblem extends ErrorHandler {
        @Override
        protected void generateResponse(
                Request request,
                Response response,
                int code,
                @Nullable String message,
                @Nullable Throwable cause,
                Callback callback) {
            Problem problem =
                    code < 500
                            ? Problem.caller(code, "bad_request", "The request can't be read.")
                            : Problem.ours();
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
            byte[] json = problem.json().getBytes(StandardCharsets.UTF_8);
            response.write(true, ByteBuffer.wrap(json), callback);
        }
    }
}
