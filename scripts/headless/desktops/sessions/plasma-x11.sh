# KDE Plasma on X11, with KWallet.
export XDG_CURRENT_DESKTOP=KDE KDE_FULL_SESSION=true KDE_SESSION_VERSION=5 DESKTOP_SESSION=plasma
export QT_QUICK_BACKEND=software
printf '[Compositing]\nEnabled=false\n' >"$XDG_CONFIG_HOME/kwinrc"
start_x_display
dbus-update-activation-environment --all
start_program kwin_x11
wait_until window_manager_runs
start_program kded5
start_program kglobalaccel5
start_program ksmserver
start_program plasmashell
. "${0%/*}/kwallet.sh"
wait_until bus_has_name org.kde.StatusNotifierWatcher
wait_until bus_has_name org.freedesktop.Notifications
