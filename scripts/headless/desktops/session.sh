#!/bin/bash
# Runs inside a new D-Bus session: starts the desktop NAME without a screen, then runs a command in it.
# usage: session.sh NAME COMMAND...
set -eu

name=$1
shift
export XDG_CONFIG_DIRS=/etc/xdg XDG_DATA_DIRS=/usr/local/share:/usr/share LIBGL_ALWAYS_SOFTWARE=1
mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
cd "$HOME"

# The programs of a desktop do not report that they are ready, so poll for what they create.
wait_until() {
  for _ in $(seq 1200); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.05
  done
  echo "the session did not start: $*" >&2
  tail -n 20 "$HOME"/*.log >&2
  exit 3
}

start_program() {
  "$@" >"$HOME/${1##*/}.log" 2>&1 &
}

unlock_keyring() {
  printf headless | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>"$HOME/gnome-keyring.log"
}

start_x_display() {
  export DISPLAY=:77 XDG_SESSION_TYPE=x11
  # Its abstract socket would be shared with the machine.
  start_program Xvfb "$DISPLAY" -noreset -screen 0 1366x768x24 -nolisten tcp -nolisten local
  wait_until xprop -root
}

bus_has_name() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner "string:$1" |
    grep -q 'boolean true'
}

window_manager_runs() { xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'; }

# shellcheck source=/dev/null
. "${0%/*}/sessions/$name.sh"

cd - >/dev/null
"$@"
