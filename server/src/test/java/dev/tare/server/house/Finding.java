package dev.tare.server.house;

/**
 * One broken rule in one place.
 *
 * @param rule short name of the rule, as the list of exceptions has it
 * @param place path from the repository root, with {@code #method} where the rule is about a method
 * @param number how far it goes: the length, or how often it happens there
 * @param detail what a reader needs to find it
 */
record Finding(String rule, String place, int number, String detail) {

    @Override
    public String toString() {
        return "%s %s: %d (%s)".formatted(rule, place, number, detail);
    }
}
