# KDE Plasma on Wayland, with KWallet.
export XDG_CURRENT_DESKTOP=KDE KDE_FULL_SESSION=true KDE_SESSION_VERSION=5 DESKTOP_SESSION=plasmawayland
export XDG_SESSION_TYPE=wayland QT_QUICK_BACKEND=software KWIN_COMPOSE=Q KWIN_WAYLAND_NO_PERMISSION_CHECKS=1
cat >"$HOME/report-environment" <<REPORT
#!/bin/sh
env >"$HOME/kwin.env.part" && mv "$HOME/kwin.env.part" "$HOME/kwin.env"
sleep infinity
REPORT
chmod +x "$HOME/report-environment"
# A copy, because the program has a file capability: with it, the loader ignores what this session sets.
cp /usr/bin/kwin_wayland "$HOME/kwin_wayland"
start_program "$HOME/kwin_wayland" --virtual --xwayland --width 1366 --height 768 --socket wayland-0 \
  --exit-with-session="$HOME/report-environment"
wait_until test -s "$HOME/kwin.env"
for variable in WAYLAND_DISPLAY DISPLAY; do
  export "$variable=$(sed -n "s/^$variable=//p" "$HOME/kwin.env")"
done
dbus-update-activation-environment --all
start_program kded5
start_program plasmashell
. "${0%/*}/kwallet.sh"
wait_until bus_has_name org.kde.StatusNotifierWatcher
wait_until bus_has_name org.freedesktop.Notifications
