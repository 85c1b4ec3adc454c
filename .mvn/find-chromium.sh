# Sourced by ./check: finds a Chromium for the browser tests, or gets one.

# Sets `chromium` to the first one that starts; a snap's stand-in without its snap doesn't.
find_chromium() {
    for chromium in "${TARE_CHROMIUM-}" "${CHROME-}" chromium chromium-browser google-chrome \
        google-chrome-stable \
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
        /Applications/Chromium.app/Contents/MacOS/Chromium \
        "${HOME-}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "${HOME-}/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        [ -n "$chromium" ] || continue
        chromium=$(command -v "$chromium" 2>/dev/null) || continue
        "$chromium" --version >/dev/null 2>&1 </dev/null && return 0
    done
    chromium=
    return 1
}

# Installs one where that is ours to do: as root with apt-get, or when the person says yes.
get_chromium() {
    if command -v apt-get >/dev/null 2>&1; then
        how='apt-get install chromium'
        prefix=
        [ "$(id -u)" = 0 ] || prefix=sudo
        if [ -z "$prefix" ] || ask "No Chromium found for the browser tests. Install it with sudo apt-get?"; then
            install_with_apt && find_chromium && return 0
        fi
    elif command -v brew >/dev/null 2>&1; then
        how='brew install --cask google-chrome'
        if ask "No Chromium found for the browser tests. Run: $how?"; then
            brew install --cask google-chrome && find_chromium && return 0
        fi
    elif command -v dnf >/dev/null 2>&1; then
        how='dnf install chromium'
    else
        how="your system's package manager (package chromium)"
    fi
    cat >&2 <<END
The browser tests need Chromium or Chrome, and none was found that starts.

Install it:          $how
or name yours:       TARE_CHROMIUM=/path/to/chromium ./check
or leave them out:   ./check --no-browser
END
    return 1
}

install_with_apt() {
    echo 'No Chromium found for the browser tests: installing it with apt-get ...'
    mkdir -p "$state" || return 1
    {
        $prefix env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
            $prefix env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium
    } >"$state/apt.log" 2>&1 </dev/null && return 0
    echo "Installing Chromium failed. The end of $state/apt.log:" >&2
    tail -n 10 "$state/apt.log" >&2
    return 1
}

# Never waits for an answer that can't come.
ask() {
    [ -t 0 ] && [ -t 1 ] && [ -z "${CI-}" ] || return 1
    printf '%s [y/N] ' "$1"
    read -r answer || return 1
    case $answer in
    y | Y | yes | Yes) return 0 ;;
    *) return 1 ;;
    esac
}
