#!/bin/sh
# Packs the server with a Java of its own, for a machine that has neither. On Linux, with a JDK 25, tar,
# gzip and sha256sum; no root, no daemon, no network beyond what ./tare needs to build.
#
#   docs/examples/package.sh [FOLDER]        (default: target/package)
#
# makes  FOLDER/tare-server.tar.gz   opt/tare, for a virtual machine: unpack it at /
#        FOLDER/tare-image.tar       the same as an OCI image: podman load, skopeo copy oci-archive:…
#
# The image has no shell and no package manager: Java, the server, and the C libraries they need, taken
# from this machine. So make it on a system that is kept up to date, and make it anew when that system
# gets new libraries.
#
# Exit codes: 0 done, 2 usage, 3 something is missing or failed.
set -eu
umask 022
export LC_ALL=C

fail() {
    echo "package: $1" >&2
    exit "${2-3}"
}

case $#:${1-} in
0: | 1:[!-]*) ;;
*) fail "Unknown: $*. Give one folder, or nothing." 2 ;;
esac
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
out=${1-$root/target/package}
for tool in tar gzip sha256sum ldd; do
    command -v "$tool" >/dev/null || fail "$tool is missing; install it."
done
case $(uname -s)-$(uname -m) in
Linux-x86_64) arch=amd64 ;;
Linux-aarch64) arch=arm64 ;;
*) fail "$(uname -s) $(uname -m) isn't known here; run this on Linux, x86_64 or aarch64." ;;
esac

# The same build that ./tare runs from, its engine's library already laid out.
. "$root/.mvn/build.sh"
is_current || build_once || exit 3
jdk=$(sh "$root/.mvn/find-jdk.sh") || exit 3
[ -x "$jdk/bin/jlink" ] || fail "$jdk has no jlink; a whole JDK is needed."

mkdir -p "$out"
out=$(CDPATH='' cd -- "$out" && pwd -P)
work=$(mktemp -d "$out/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# ---- opt/tare ------------------------------------------------------------------------------------------

home=$work/app/opt/tare
mkdir -p "$home" "$work/base/opt/tare"
cp -R "$run/tare-server.jar" "$run/lib" "$home/"
cat >"$home/tare.args" <<'ARGS'
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-Djava.library.path=/opt/tare/lib
-cp "/opt/tare/tare-server.jar:/opt/tare/lib/*"
dev.tare.server.cli.Tare
ARGS
mkdir "$home/bin"
cat >"$home/bin/tare" <<'SH'
#!/bin/sh
exec /opt/tare/jre/bin/java @/opt/tare/tare.args "$@"
SH
chmod 755 "$home/bin/tare"

jre=$work/base/opt/tare/jre
"$jdk/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.management,jdk.zipfs,jdk.net,jdk.jfr \
    --strip-debug --no-header-files --no-man-pages --output "$jre" || fail 'jlink failed.'

# Same input, same bytes: names in order, no times, no owners.
pack() {
    (cd "$1" && find . ! -name . -print | sed 's|^\./||' | sort |
        tar --create --no-recursion --files-from=- --mtime=@0 --owner=0 --group=0 --numeric-owner \
            --format=gnu)
}

mkdir "$work/vm"
cp -R "$work/base/opt" "$work/vm/"
cp -R "$work/app/opt" "$work/vm/"
pack "$work/vm" | gzip -n >"$work/tare-server.tar.gz"
rm -rf "$work/vm"

# ---- the image -----------------------------------------------------------------------------------------

# What Java and the engine load of the system, the loader itself among it; but for what draws on screens.
libraries() {
    find "$jre" "$home/lib" -type f \( -name '*.so' -o -path '*/bin/java' -o -name 'libduckdb_java*' \) |
        grep -v -e xawt -e splashscreen -e jawt -e fontmanager -e jsound |
        while IFS= read -r file; do ldd "$file" 2>/dev/null || :; done |
        sed -n 's|^.*[[:space:]]\(/[^ ]*\) (0x.*$|\1|p' | grep -v "^$work" | sort -u
}
base=$work/base
mkdir -p "$base/etc" "$work/own/data" "$work/own/tmp"
libraries >"$work/libraries"
grep -q 'libc\.so' "$work/libraries" || fail 'ldd names no C library; is this a glibc system?'
while IFS= read -r library; do
    mkdir -p "$base$(dirname "$library")"
    cp -L "$library" "$base$library"
done <"$work/libraries"
echo 'root:x:0:0:root:/:/none
tare:x:10001:10001:tare:/data:/none' >"$base/etc/passwd"
echo 'tare:x:10001:' >"$base/etc/group"
echo 'hosts: files dns' >"$base/etc/nsswitch.conf"

blobs=$work/image/blobs/sha256
mkdir -p "$blobs"

digest() { sha256sum | cut -d ' ' -f 1; }

# Puts a file among the blobs; prints its descriptor.
blob() {
    name=$(digest <"$2")
    size=$(wc -c <"$2" | tr -d ' ')
    mv "$2" "$blobs/$name"
    printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}' "$1" "$name" "$size"
}

layer() {
    gzip -n <"$1" >"$1.gz"
    blob application/vnd.oci.image.layer.v1.tar+gzip "$1.gz"
}

pack "$base" >"$work/base.tar"
# Beside them the user's data, and a folder for everybody.
chmod 700 "$work/own/data"
chmod 1777 "$work/own/tmp"
(
    cd "$work/own"
    tar --append --file="$work/base.tar" --mtime=@0 --owner=10001 --group=10001 --numeric-owner \
        --format=gnu data tmp
)
pack "$work/app" >"$work/app.tar"
base_diff=$(digest <"$work/base.tar")
app_diff=$(digest <"$work/app.tar")
layers=$(layer "$work/base.tar"),$(layer "$work/app.tar")

cat >"$work/config.json" <<JSON
{"architecture":"$arch","os":"linux","config":{"User":"10001:10001","WorkingDir":"/data",
"Env":["PATH=/opt/tare/jre/bin","LANG=C.UTF-8","TARE_DATA=/data","TARE_LISTEN=0.0.0.0",
"JDK_JAVA_OPTIONS=-Xmx1g -XX:+ExitOnOutOfMemoryError"],
"Entrypoint":["/opt/tare/jre/bin/java","@/opt/tare/tare.args"],"Cmd":["serve"],
"ExposedPorts":{"7373/tcp":{}},"Volumes":{"/data":{}},"StopSignal":"SIGTERM"},
"rootfs":{"type":"layers","diff_ids":["sha256:$base_diff","sha256:$app_diff"]}}
JSON
config=$(blob application/vnd.oci.image.config.v1+json "$work/config.json")
type=application/vnd.oci.image.manifest.v1+json
printf '{"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}' "$type" "$config" "$layers" \
    >"$work/manifest.json"
manifest=$(blob "$type" "$work/manifest.json")
printf '{"schemaVersion":2,"mediaType":"%s","manifests":[%s]}' \
    application/vnd.oci.image.index.v1+json \
    "${manifest%\}},\"annotations\":{\"org.opencontainers.image.ref.name\":\"tare:latest\"}}" \
    >"$work/image/index.json"
echo '{"imageLayoutVersion":"1.0.0"}' >"$work/image/oci-layout"
pack "$work/image" >"$work/tare-image.tar"

mv "$work/tare-server.tar.gz" "$work/tare-image.tar" "$out/"
ls -l "$out/tare-server.tar.gz" "$out/tare-image.tar"
