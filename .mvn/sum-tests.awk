# Reads Surefire's XML reports, names what failed or was skipped, and sums up in the last line.
function attribute(name,    at, rest) {
    at = index($0, " " name "=\"")
    if (at == 0) return ""
    rest = substr($0, at + length(name) + 3)
    return substr(rest, 1, index(rest, "\"") - 1)
}
/^<testsuite / {
    tests += attribute("tests")
    failed += attribute("failures") + attribute("errors")
    skipped += attribute("skipped")
}
/^ *<testcase / { test = attribute("classname") "." attribute("name") }
/^ *<(failure|error)[ >]/ { print "FAILED   " test }
/^ *<skipped[ \/>]/ { print "skipped  " test }
END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }
