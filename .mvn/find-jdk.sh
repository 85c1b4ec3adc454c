#!/bin/sh
# Prints the home folder of a JDK 25 or newer, for ./tare, ./check and ./mvnw.
#
#   sh .mvn/find-jdk.sh            a JDK: java and javac
#   sh .mvn/find-jdk.sh --runtime  java is enough
#
# Exit 0 with the folder on standard output, or 3 with advice on standard error. Your own choice comes
# first (JAVA_HOME, then the java on the PATH) wherever it is new enough; then the usual places are
# searched, a 25 before anything newer, because 25 is what Tare is tested on.
set -u
set +f
LC_ALL=C
need=25
runtime_only=no
[ "${1-}" = --runtime ] && runtime_only=yes
home=${HOME:-/nonexistent}

# Sets `feature` to the feature version of the Java in folder $1, 0 when there is none that suits.
# The release file is read in place of starting Java: this runs before every command.
look_at() {
    feature=0
    [ -x "$1/bin/java" ] || return 0
    [ "$runtime_only" = yes ] || [ -x "$1/bin/javac" ] || return 0
    version=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r key value; do
            case $key in JAVA_VERSION) version=$value ;; esac
        done <"$1/release"
    fi
    # Only a real Java folder is started; /usr/bin/java on macOS would open a window.
    if [ -z "$version" ] && [ -e "$1/lib/modules" ]; then
        version=$("$1/bin/java" -version 2>&1 </dev/null | sed -n 's/.* version \("[^"]*"\).*/\1/p' | sed 1q)
    fi
    version=${version#\"}
    version=${version%%[!0-9]*}
    feature=${version:-0}
}

# Follows links by hand: macOS had no `readlink -f` for long.
resolve() {
    resolved=$1
    hops=0
    while [ -L "$resolved" ] && [ "$hops" -lt 40 ]; do
        target=$(readlink "$resolved")
        case $target in
        /*) resolved=$target ;;
        *) resolved=${resolved%/*}/$target ;;
        esac
        hops=$((hops + 1))
    done
}

accept_if_new_enough() {
    look_at "$1"
    if [ "$feature" -ge "$need" ]; then
        printf '%s\n' "$1"
        exit 0
    fi
}

[ -z "${JAVA_HOME-}" ] || accept_if_new_enough "$JAVA_HOME"

on_path=$(command -v java 2>/dev/null) || on_path=
case $on_path in
/*)
    resolve "$on_path"
    bin=${resolved%/*}
    accept_if_new_enough "${bin%/bin}"
    ;;
esac

newer=
for candidate in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/*jdk* \
    /opt/*jdk* /opt/*java* /opt/java/* /opt/jdk/* \
    "${SDKMAN_CANDIDATES_DIR:-$home/.sdkman/candidates}"/java/* \
    "$home"/.jdks/* "$home"/.gradle/jdks/* "$home"/.jabba/jdk/* \
    "${MISE_DATA_DIR:-$home/.local/share/mise}"/installs/java/* \
    "${ASDF_DATA_DIR:-$home/.asdf}"/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    look_at "$candidate"
    if [ "$feature" -eq "$need" ]; then
        printf '%s\n' "$candidate"
        exit 0
    fi
    [ "$feature" -le "$need" ] || newer=${newer:-$candidate}
done
if [ -n "$newer" ]; then
    printf '%s\n' "$newer"
    exit 0
fi

# Last, because it starts Java: the java on the PATH may be a version manager's script. macOS ships
# a /usr/bin/java that only opens a window offering an installation.
case $on_path in
/usr/bin/java) [ "$(uname)" = Darwin ] && on_path= ;;
esac
if [ -n "$on_path" ]; then
    asked=$("$on_path" -XshowSettings:properties -version 2>&1 </dev/null |
        sed -n 's/^ *java\.home = //p')
    [ -z "$asked" ] || accept_if_new_enough "$asked"
fi

what="a JDK $need"
[ "$runtime_only" = yes ] && what="Java $need"
[ -n "$on_path" ] && found="the java on the PATH ($on_path) is older" || found="there is no java on the PATH"
cat >&2 <<END
Tare needs $what or newer and found none: $found, and none stands in the usual places.

Install one:
  Debian, Ubuntu   apt-get install openjdk-25-jdk
                   (where the release has none yet: the temurin-25-jdk package of adoptium.net)
  Fedora, RHEL     dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  anywhere         SDKMAN (sdkman.io): sdk install java 25-tem
or, if it is installed elsewhere, say where:
  export JAVA_HOME=/path/to/jdk-25
END
exit 3
