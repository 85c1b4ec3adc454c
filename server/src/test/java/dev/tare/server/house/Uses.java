package dev.tare.server.house;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of a syntax tree uses. By name only, since nothing is resolved: a call, a method
 * reference and a static import of the same method are all seen.
 */
final class Uses {

    private static final Set<String> FLOATING_TYPES =
            Set.of("Float", "Double", "DoubleStream", "DoubleAdder", "DoubleSummaryStatistics");

    private static final Set<String> FLOATING_METHODS =
            Set.of(
                    "doubleValue",
                    "floatValue",
                    "getDouble",
                    "getFloat",
                    "setDouble",
                    "setFloat",
                    "mapToDouble",
                    "asDouble",
                    "parseDouble",
                    "averagingDouble",
                    "summingDouble");

    private static final Set<String> TIME_TYPES =
            Set.of(
                    "Instant",
                    "LocalDate",
                    "LocalDateTime",
                    "LocalTime",
                    "OffsetDateTime",
                    "OffsetTime",
                    "ZonedDateTime",
                    "Year",
                    "YearMonth",
                    "MonthDay");

    private static final Set<String> RANDOM_TYPES =
            Set.of("Random", "SecureRandom", "SplittableRandom", "ThreadLocalRandom");

    private Uses() {}

    /** The lines, in order, of all pieces that match. */
    static List<Integer> lines(JavaSource source, Predicate<Tree> matches) {
        var lines = new ArrayList<Integer>();
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
                if (tree != null && matches.test(tree)) {
                    lines.add(source.firstLine(tree));
                }
                return super.scan(tree, null);
            }
        }.scan(source.unit(), null);
        return lines;
    }

    static boolean isSleep(Tree tree) {
        return isMember(tree, "sleep", Set.of("Thread"))
                || (tree instanceof MethodInvocationTree call
                        && call.getMethodSelect() instanceof MemberSelectTree select
                        && select.getIdentifier().contentEquals("sleep")
                        && select.getExpression().toString().contains("TimeUnit."));
    }

    static boolean isFloatingPoint(Tree tree) {
        return switch (tree) {
            case PrimitiveTypeTree type ->
                    type.getPrimitiveTypeKind() == TypeKind.DOUBLE
                            || type.getPrimitiveTypeKind() == TypeKind.FLOAT;
            case IdentifierTree name -> FLOATING_TYPES.contains(name.getName().toString());
            case MemberSelectTree select ->
                    FLOATING_METHODS.contains(select.getIdentifier().toString());
            case MemberReferenceTree reference ->
                    FLOATING_METHODS.contains(reference.getName().toString());
            default ->
                    tree.getKind() == Tree.Kind.DOUBLE_LITERAL
                            || tree.getKind() == Tree.Kind.FLOAT_LITERAL;
        };
    }

    /** Reads the machine's clock without being handed one. */
    static boolean isHiddenClock(Tree tree) {
        if (tree instanceof MethodInvocationTree call && !call.getArguments().isEmpty()) {
            return false;
        }
        return switch (tree) {
            case MethodInvocationTree call -> isMember(call.getMethodSelect(), "now", TIME_TYPES);
            case ImportTree imported ->
                    isMember(imported.getQualifiedIdentifier(), "now", TIME_TYPES);
            case MemberReferenceTree reference -> isMember(reference, "now", TIME_TYPES);
            case NewClassTree made ->
                    isNamed(made.getIdentifier(), Set.of("Date")) && made.getArguments().isEmpty();
            default -> isMember(tree, "currentTimeMillis", Set.of("System"));
        };
    }

    /** Makes a clock that is the machine's. */
    static boolean isSystemClock(Tree tree) {
        return isMember(tree, "systemUTC", Set.of("Clock"))
                || isMember(tree, "systemDefaultZone", Set.of("Clock"))
                || isMember(tree, "system", Set.of("Clock"));
    }

    static boolean isRandom(Tree tree) {
        return isMember(tree, "randomUUID", Set.of("UUID"))
                || isMember(tree, "random", Set.of("Math"))
                || (tree instanceof IdentifierTree name
                        && RANDOM_TYPES.contains(name.getName().toString()));
    }

    /** {@code Type.member}, also inside a static import, or {@code Type::member}. */
    private static boolean isMember(Tree tree, String member, Set<String> types) {
        return switch (tree) {
            case MemberSelectTree select ->
                    select.getIdentifier().contentEquals(member)
                            && isNamed(select.getExpression(), types);
            case MemberReferenceTree reference ->
                    reference.getName().contentEquals(member)
                            && isNamed(reference.getQualifierExpression(), types);
            default -> false;
        };
    }

    private static boolean isNamed(ExpressionTree type, Set<String> names) {
        return switch (type) {
            case IdentifierTree name -> names.contains(name.getName().toString());
            case MemberSelectTree select -> names.contains(select.getIdentifier().toString());
            default -> false;
        };
    }
}
