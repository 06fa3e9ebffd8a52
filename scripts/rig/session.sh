#!/bin/bash
# Runs inside a fresh D-Bus session and X display: makes them a desktop, then runs the command given.
# A real, unlocked Secret Service; a window manager for focus, blur and placement; a panel on request.
set -eu

mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"

# The tests unlock a keyring with it that they locked.
export RIG_KEYRING_PASSWORD=rig
printf %s "$RIG_KEYRING_PASSWORD" |
  gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>"$HOME/gnome-keyring.log"

# Neither program says when it is ready, so wait for what it leaves behind: at most 15 seconds.
wait_until() {
  for _ in $(seq 300); do
    if "$@" 2>/dev/null; then return; fi
    sleep 0.05
  done
  echo "the desktop session did not start: $*" >&2
  exit 1
}

openbox_manages() { xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'; }
openbox >"$HOME/openbox.log" 2>&1 &
wait_until openbox_manages

panel_has_a_tray() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.kde.StatusNotifierWatcher | grep -q 'boolean true'
}
if [ -n "${RIG_PANEL:-}" ]; then
  xfce4-panel --disable-wm-check >"$HOME/panel.log" 2>&1 &
  wait_until panel_has_a_tray
fi

"$@"
