# Sourced by ./tare and ./check with $root set: what is built, is it current, build it, one at a time.
#
# Java runs from a copy, target/tare/run/N, never from Maven's output: a server that is running keeps
# its jars while a newer build is made beside it. Each process holds a shared lock on its copy, and
# a build removes the copies that nobody holds.

state=$root/target/tare
stamp=$state/built

# True when the last build is newer than every file that goes into it. Folders count as well, so a
# deleted file is noticed. Sets `run`.
is_current() {
    run=
    [ -r "$stamp" ] || return 1
    IFS= read -r built <"$stamp" || return 1
    run=$state/run/$built
    [ -f "$run/tare-server.jar" ] && [ -d "$run/lib" ] || return 1
    newer=$(
        cd "$root" || exit 0
        set --
        for part in pom.xml .mvn core/pom.xml core/src/main testkit/pom.xml \
            server/pom.xml server/src/main prices docs/examples; do
            [ ! -e "$part" ] || set -- "$@" "$part"
        done
        find "$@" -newer "$stamp" -print | sed 1q
    )
    [ -z "$newer" ]
}

# One build at a time in this checkout. flock goes with the process; where there is none (macOS), a
# folder with the owner's number in it, taken over when the owner is gone.
lock() {
    mkdir -p "$state/run" || return 1
    # A failing redirection of exec would end the shell without a word of ours.
    if ! [ -w "$state" ]; then
        echo "Can't write to $state: Tare is built by the owner of this checkout." >&2
        return 1
    fi
    if command -v flock >/dev/null 2>&1; then
        exec 8>"$state/lock"
        flock -n 8 && return 0
        echo 'Waiting for another build of Tare in this checkout ...' >&2
        flock 8
        return
    fi
    said=no
    until mkdir "$state/lock.d" 2>/dev/null; do
        owner=$(cat "$state/lock.d/pid" 2>/dev/null) || owner=
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            # Renaming succeeds for one of several waiting processes only.
            mv "$state/lock.d" "$state/lock.gone.$$" 2>/dev/null && rm -rf "$state/lock.gone.$$"
            continue
        fi
        [ "$said" = yes ] || echo 'Waiting for another build of Tare in this checkout ...' >&2
        said=yes
        sleep 1
    done
    echo $$ >"$state/lock.d/pid"
    trap 'rm -rf "$state/lock.d"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

unlock() {
    if command -v flock >/dev/null 2>&1; then
        exec 8>&-
    else
        rm -rf "$state/lock.d"
        trap - EXIT INT TERM
    fi
}

# Builds, unless another process has done it while this one waited.
build_once() {
    jdk=$(sh "$root/.mvn/find-jdk.sh") || return 1
    lock || return 1
    if is_current; then
        unlock
        return 0
    fi
    if [ -e "$stamp" ]; then
        echo 'Building Tare, the sources have changed ...' >&2
    else
        echo 'Building Tare (first time: a few minutes) ...' >&2
    fi
    began=$(date +%s)
    : >"$state/began"
    # Jars of an earlier version of a library must not stay on the class path.
    rm -rf "$root/server/target/lib"
    if ! (cd "$root" && JAVA_HOME=$jdk ./mvnw -B -ntp -pl server -am package \
        -Dmaven.test.skip=true) >"$state/build.log" 2>&1 </dev/null 8>&-; then
        echo "Building Tare failed. From $state/build.log:" >&2
        grep '^\[ERROR\] .' "$state/build.log" | grep -v 'Help 1\|full stack\|Re-run Maven' |
            head -n 30 >&2
        unlock
        return 1
    fi
    publish || { unlock; return 1; }
    echo "Built Tare in $(($(date +%s) - began)) s." >&2
    unlock
}

# Makes Maven's output the current build. Needs the lock, and $state/began from before the build:
# a file saved during the build is newer than that and leads to another one.
publish() {
    built=$(date +%Y%m%d-%H%M%S)-$$
    run=$state/run/$built
    remove_unheld
    mkdir -p "$run/lib" && : >"$run/held" &&
        cp "$root/server/target/tare-server.jar" "$run/" || return 1
    for jar in "$root"/server/target/lib/*.jar; do
        case $jar in
        # Maven writes its own jars in place, so those are copied; a link is enough for the rest.
        */dev.tare.*) cp "$jar" "$run/lib/" || return 1 ;;
        */org.duckdb.*) lay_out_engine "$jar" || cp "$jar" "$run/lib/" || return 1 ;;
        *) ln "$jar" "$run/lib/" 2>/dev/null || cp "$jar" "$run/lib/" || return 1 ;;
        esac
    done
    echo "$built" >"$state/began.new" && touch -r "$state/began" "$state/began.new" &&
        mv -f "$state/began.new" "$stamp"
}

# The engine's jar holds its library for four platforms and unpacks one, 60 MB, into the temporary
# folder at each start; a killed process leaves it there. From a jar without libraries the driver
# loads the one laid out here. Fails where that can't be laid out: the whole jar serves as well.
lay_out_engine() {
    case $(uname -s)-$(uname -m) in
    Linux-x86_64) library=libduckdb_java.so_linux_amd64 ;;
    Linux-aarch64) library=libduckdb_java.so_linux_arm64 ;;
    Darwin-*) library=libduckdb_java.so_osx_universal ;;
    *) return 1 ;;
    esac
    # The driver first asks Java for a library of that name. Java is told to look here alone (the
    # option java.library.path), or one of the system's would be taken.
    case $library in
    *osx*) name=libduckdb_java.dylib ;;
    *) name=libduckdb_java.so ;;
    esac
    jar_tool=${jdk-$JAVA_HOME}/bin/jar
    mkdir "$run/engine" && (
        cd "$run/engine" && "$jar_tool" xf "$1" META-INF org "$library" && [ -s "$library" ] &&
            "$jar_tool" cfM driver.jar META-INF org &&
            mv "$library" "$run/lib/" && mv driver.jar "$run/lib/${1##*/}" &&
            ln -s "$library" "$run/lib/$name"
    ) >/dev/null 2>&1
    laid_out=$?
    rm -rf "$run/engine"
    return "$laid_out"
}

# Java inherits the descriptor, so the lock lasts as long as the process.
hold_run() {
    command -v flock >/dev/null 2>&1 && [ -r "$run/held" ] || return 0
    exec 9<"$run/held"
    flock -s -n 9 || :
}

# The copy that was current until now is spared once more: a command may be about to hold it.
remove_unheld() {
    current=
    [ ! -r "$stamp" ] || IFS= read -r current <"$stamp" || :
    for old in "$state"/run/*; do
        [ -d "$old" ] && [ "$old" != "$state/run/$current" ] || continue
        if command -v flock >/dev/null 2>&1; then
            flock -n "$old/held" rm -rf "$old" 2>/dev/null || :
        else
            # Nothing tells here whether it is in use: a week is long enough for a command.
            find "$old" -prune -mtime +7 -exec rm -rf {} + 2>/dev/null || :
        fi
    done
}

# Runs the demo once, out of sight and behind everything else, and keeps what Java learnt about the
# classes in $2: the next start takes half the time. TARE_START_CACHE=off does without.
make_start_cache() {
    [ "${TARE_START_CACHE-}" != off ] || return 0
    work=$2.making
    # One that was killed ten minutes ago or more doesn't go on.
    find "$work" -prune -mmin +10 -exec rm -rf {} + 2>/dev/null
    mkdir "$work" 2>/dev/null || return 0
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    nice -n 19 "$1/bin/java" --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow "-Djava.library.path=$run/lib" -Xmx1g \
        -XX:AOTCacheOutput="$work/start.aot" \
        -cp "$run/tare-server.jar:$run/lib/*" dev.tare.server.cli.Tare \
        demo --exit --port 0 --data "$work/data" >"$work/log" 2>&1 </dev/null &&
        [ -r "$work/start.aot" ] && mv "$work/start.aot" "$2"
}
