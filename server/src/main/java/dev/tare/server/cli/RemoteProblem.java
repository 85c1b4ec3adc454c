package dev.tare.server.cli;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server says is wrong, in words. */
final class RemoteProblem {
    private RemoteProblem() {}

    static String told(HttpResponse<String> answer) {
        try {
            JsonNode problem = JsonMapper.shared().readTree(answer.body());
            JsonNode first = problem.path("problems").path(0).path("message");
            String detail = problem.path("detail").asString(answer.body());
            String mend = problem.path("mend").asString("");
            return first.isMissingNode() ? (detail + " " + mend).strip() : first.asString();
        } catch (RuntimeException notJson) {
            return "The server answered " + answer.statusCode() + ".";
        }
    }
}
