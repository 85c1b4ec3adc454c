package dev.tare.server.cli;

import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.PriceBook;
import dev.tare.server.wire.PriceAnswer;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.PriceQuestion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare price}: what a call costs, and why. */
@Command(
        name = "price",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what a call costs, with every part of it; records nothing.",
            "The usage is JSON as the provider counts it (OpenAI, Anthropic, Gemini,",
            "OpenTelemetry), or quantities by unit. With - questions are read from the",
            "standard input, one JSON object a line, and answered in JSON.",
            "",
            "Examples:",
            "  tare price --provider openai --model gpt-4o \\",
            "      '{\"prompt_tokens\":1200,\"completion_tokens\":300}'",
            "  tare price --provider deep_image --operation upscale '{\"images\":2}'",
            "  tare price --rate input_tokens=0.000003 '{\"input_tokens\":1500}'",
            "  tare price - < questions.jsonl",
            ""
        })
final class PriceCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(
            paramLabel = "USAGE",
            arity = "0..1",
            description = "What was used, as JSON; - reads questions; without it one call.")
    private @Nullable String usage;

    @Option(names = "--provider", paramLabel = "NAME", description = "Who is called.")
    private @Nullable String provider;

    @Option(names = "--operation", paramLabel = "NAME", description = "For what (default: any).")
    private @Nullable String operation;

    @Option(names = "--model", paramLabel = "NAME", description = "The provider's model.")
    private @Nullable String model;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "A date or instant (default: now): the price in force then.")
    private @Nullable String at;

    @Option(
            names = "--attribute",
            paramLabel = "NAME=VALUE",
            description = "What the price may depend on, such as size=1024x1024; repeatable.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(
            names = "--rate",
            paramLabel = "UNIT=USD",
            description = "A price of your own instead of the book's; repeatable.")
    private Map<String, String> rates = new LinkedHashMap<>();

    @Option(names = "--json", description = "The answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (usage == null && provider == null && rates.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Say what to price: --provider and --model with the usage, or - to read"
                            + " questions; see tare price --help.");
        }
        PrintWriter out = spec.commandLine().getOut();
        if ("-".equals(usage)) {
            return lines(out);
        }
        PriceQuestion question = read(question());
        PriceBook book = question.given() == null ? book() : EMPTY;
        Explanation explanation = question.answer(book, Clock.systemUTC().instant());
        if (json) {
            out.println(PriceAnswer.json(question, explanation));
        } else {
            out.print(PriceText.of(question, explanation));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static final PriceBook EMPTY = new PriceBook(List.of());

    private PriceBook book() {
        try (TareLink link = data.link()) {
            return new PriceBook(PriceFiles.read(link.prices()).rateCards());
        }
    }

    private Integer lines(PrintWriter out) throws IOException {
        PriceBook book = book();
        boolean bad = false;
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            switch (PriceQuestion.parse(line)) {
                case PriceQuestion.Asked(PriceQuestion question) ->
                        out.println(
                                PriceAnswer.json(
                                        question,
                                        question.answer(book, Clock.systemUTC().instant())));
                case PriceQuestion.Bad problems -> {
                    bad = true;
                    Map<String, Object> told = new LinkedHashMap<>();
                    told.put("code", problems.problems().getFirst().code());
                    told.put("detail", text(problems));
                    out.println(JsonMapper.shared().writeValueAsString(told));
                }
            }
        }
        out.flush();
        return bad ? ExitCode.FINDING : ExitCode.OK;
    }

    private static PriceQuestion read(String question) {
        return switch (PriceQuestion.parse(question)) {
            case PriceQuestion.Asked(PriceQuestion asked) -> asked;
            case PriceQuestion.Bad bad -> throw new CommandFailed(ExitCode.USAGE, text(bad));
        };
    }

    private static String text(PriceQuestion.Bad bad) {
        return bad.problems().stream().map(PriceCommand::text).collect(Collectors.joining("\n"));
    }

    private static String text(PriceFile.Problem problem) {
        String message = problem.message().replaceFirst("^Line \\d+: ", "");
        return problem.path().isEmpty() ? message : problem.path() + ": " + message;
    }

    /** The options as the question they stand for. */
    private String question() {
        Map<String, Object> question = new LinkedHashMap<>();
        put(question, "provider", provider);
        put(question, "operation", operation);
        put(question, "model", model);
        put(question, "time", at);
        if (!attributes.isEmpty()) {
            question.put("attributes", attributes);
        }
        if (!rates.isEmpty()) {
            question.put("rates", rates);
        }
        if (usage != null) {
            question.put("usage", usage(usage));
        }
        return JsonMapper.shared().writeValueAsString(question);
    }

    private static void put(Map<String, Object> question, String key, @Nullable String value) {
        if (value != null) {
            question.put(key, value);
        }
    }

    private static JsonNode usage(String text) {
        try {
            return EXACT.readTree(text);
        } catch (JacksonException noJson) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The usage is no JSON; write it in single quotes, such as"
                            + " '{\"input_tokens\":100}'.");
        }
    }

    private static final JsonMapper EXACT =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
}
