package dev.tare.server.history;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names that tables, columns and words usually have, the likeliest first. */
final class SchemaNames {
    static final List<String> KEY = List.of("id", "uuid", "request_id", "call_id", "event_id");
    static final List<String> TIME =
            List.of(
                    "created_at",
                    "called_at",
                    "requested_at",
                    "started_at",
                    "occurred_at",
                    "inserted_at",
                    "timestamp",
                    "created",
                    "time",
                    "date");
    static final List<String> USER =
            List.of(
                    "user_id",
                    "userid",
                    "profile_id",
                    "customer_id",
                    "account_id",
                    "tenant_id",
                    "organization_id",
                    "org_id",
                    "team_id",
                    "owner_id",
                    "uid");
    static final List<String> OPERATION =
            List.of(
                    "operation_type",
                    "operation",
                    "action",
                    "task_type",
                    "job_type",
                    "api_endpoint",
                    "endpoint",
                    "feature",
                    "tool",
                    "kind",
                    "type");
    static final List<String> PROVIDER = List.of("provider", "api_provider", "vendor");
    static final List<String> MODEL = List.of("model", "model_slug", "model_id", "model_name");
    static final List<String> STATUS =
            List.of("processing_status", "status", "state", "response_status");
    static final List<String> ERROR =
            List.of("error_message", "error", "failure_reason", "error_text");
    static final List<String> DURATION_MS =
            List.of(
                    "processing_time_ms",
                    "duration_ms",
                    "latency_ms",
                    "response_time_ms",
                    "elapsed_ms");
    static final List<String> INPUT_TOKENS =
            List.of("input_tokens", "prompt_tokens", "tokens_input", "tokens_in");
    static final List<String> OUTPUT_TOKENS =
            List.of("output_tokens", "completion_tokens", "tokens_output", "tokens_out");
    static final List<String> TOKENS = List.of("total_tokens", "tokens_used", "tokens");
    static final List<String> COST =
            List.of("total_cost", "cost_usd", "api_cost", "estimated_cost_usd", "cost");
    static final List<String> CREDITS = List.of("credits_charged", "credits_used", "credits");
    static final List<String> AMOUNT = List.of("amount", "credits", "delta", "change");
    static final List<String> CREDIT_KIND = List.of("type", "kind", "reason", "transaction_type");
    static final List<String> PLAN =
            List.of(
                    "plan",
                    "plan_id",
                    "plan_name",
                    "tier",
                    "subscription_plan",
                    "product",
                    "price_id");
    static final List<String> PLAN_SINCE =
            List.of(
                    "started_at",
                    "start_date",
                    "starts_at",
                    "valid_from",
                    "current_period_start",
                    "created_at");
    static final List<String> PLAN_UNTIL =
            List.of(
                    "ended_at",
                    "end_date",
                    "ends_at",
                    "valid_to",
                    "valid_until",
                    "cancelled_at",
                    "canceled_at",
                    "current_period_end");

    private static final Pattern CALLS =
            Pattern.compile(
                    ".*(image|upload|generation|usage|call|request|job|task|completion|log).*");
    private static final Pattern SUBSCRIPTIONS =
            Pattern.compile(".*(subscription|plan_history|user_plan|membership).*");
    private static final Pattern TRANSACTIONS =
            Pattern.compile(".*credit.*(transaction|ledger|histor|usage|log|event).*");
    private static final Pattern USERS = Pattern.compile("(profiles|users|accounts|customers)");

    private SchemaNames() {}

    static boolean mayBeCalls(String table) {
        return CALLS.matcher(lower(table)).matches() && !mayBeCredits(table);
    }

    static boolean maySubscribe(String table) {
        return SUBSCRIPTIONS.matcher(lower(table)).matches();
    }

    static boolean mayBeCredits(String table) {
        return TRANSACTIONS.matcher(lower(table)).matches();
    }

    static boolean mayBeUsers(String table) {
        return USERS.matcher(lower(table)).matches();
    }

    /** What a word says of how a call ended; the empty text where it isn't known. */
    static String status(String word) {
        return switch (lower(word)) {
            case "completed",
                    "complete",
                    "success",
                    "succeeded",
                    "successful",
                    "ok",
                    "done",
                    "finished",
                    "200" ->
                    "success";
            case "failed", "failure", "error", "errored", "timeout", "timed_out", "rejected" ->
                    "failed";
            case "cancelled", "canceled", "aborted" -> "cancelled";
            case "processing",
                    "pending",
                    "queued",
                    "running",
                    "in_progress",
                    "started",
                    "created",
                    "waiting" ->
                    CallTable.SKIP;
            default -> "";
        };
    }

    /** The operation a word of theirs means. */
    static String operation(String word) {
        String lower = lower(word);
        if (lower.contains("background")) {
            return "background_removal";
        }
        if (lower.contains("vector")) {
            return "vectorization";
        }
        if (lower.contains("upscal") || lower.contains("enhance")) {
            return "upscale";
        }
        if (lower.contains("image") && lower.contains("generat")) {
            return "image_generation";
        }
        return lower.replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    }

    /** What was charged to a user for a call, or given back. */
    static boolean isUse(String word) {
        return List.of("usage", "use", "used", "refund", "spend", "deduction", "debit", "consume")
                .contains(lower(word));
    }

    static boolean isPurchase(String word) {
        return List.of("purchase", "purchased", "topup", "top_up", "package").contains(lower(word));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
