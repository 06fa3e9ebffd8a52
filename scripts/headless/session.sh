#!/bin/bash
# Runs inside a fresh D-Bus session and X display: makes them a desktop, then runs the command given.
# A real, unlocked Secret Service; a window manager for focus, blur and placement; on request a panel, and a web page of the desktop.
set -eu

mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"

# The tests unlock a keyring with it that they locked.
export HEADLESS_KEYRING_PASSWORD=headless
printf %s "$HEADLESS_KEYRING_PASSWORD" |
  gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>"$HOME/gnome-keyring.log"

# These programs do not report that they are ready, so poll for what they create. A slow machine gets a minute.
wait_until() {
  for _ in $(seq 1200); do
    if "$@" 2>/dev/null; then return; fi
    sleep 0.05
  done
  echo "the desktop session did not start: $*" >&2
  tail -n 5 "$HOME"/*.log >&2
  exit 1
}

# The programs of the desktop end before their X display does, and at once. They have nothing to save, and some of them
# (xfce4-panel) now and then hang when they are asked to end, or when their display is gone.
programs=()
start_program() {
  "$@" >"$HOME/${1##*/}.log" 2>&1 &
  programs+=($!)
}
end_programs() { kill -KILL "${programs[@]}" 2>/dev/null || true; }
trap end_programs EXIT

openbox_manages() { xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'; }
start_program openbox
wait_until openbox_manages

panel_has_a_tray() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.kde.StatusNotifierWatcher | grep -q 'boolean true'
}
if [ -n "${HEADLESS_PANEL:-}" ]; then
  start_program xfce4-panel --disable-wm-check
  wait_until panel_has_a_tray
fi

# TigerVNC listens on a socket in the private home folder, websockify on 127.0.0.1: nothing is reachable from outside.
web_page_responds() { (exec 3<>"/dev/tcp/127.0.0.1/$HEADLESS_WEB_PORT"); }
if [ -n "${HEADLESS_WEB_PORT:-}" ]; then
  # In a file, because every user can read a command line.
  (umask 077 && printf '%s\n' "$HEADLESS_WEB_PASSWORD" | tigervncpasswd -f >"$HOME/vnc-password")
  start_program X0tigervnc -display "$DISPLAY" -rfbport -1 -rfbunixpath "$HOME/vnc.sock" \
    -SecurityTypes VncAuth -PasswordFile "$HOME/vnc-password"
  wait_until test -S "$HOME/vnc.sock"
  start_program websockify --unix-target="$HOME/vnc.sock" --web=/usr/share/novnc "127.0.0.1:$HEADLESS_WEB_PORT"
  wait_until web_page_responds
  printf '%s\n' "$HEADLESS_WEB_MESSAGE" >&2
  unset HEADLESS_WEB_PASSWORD HEADLESS_WEB_MESSAGE
fi

# Job control gives the command a process group of its own. Signals go to that group (session.mjs), so the command can end
# in order while the desktop is still there.
set -m
"$@" &
echo $! >"$HOME/command.pid"
code=0
wait $! || code=$?
kill -TERM -- "-$(cat "$HOME/command.pid")" 2>/dev/null || true
exit $code
