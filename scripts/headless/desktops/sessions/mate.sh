# MATE's window manager, panel, notifications and screen saver, on X11.
export XDG_CURRENT_DESKTOP=MATE
start_x_display
unlock_keyring
dbus-update-activation-environment --all
start_program marco --no-composite
wait_until window_manager_runs
start_program mate-settings-daemon
start_program mate-panel
start_program /usr/lib/mate-notification-daemon/mate-notification-daemon
start_program mate-screensaver --no-daemon
wait_until bus_has_name org.kde.StatusNotifierWatcher
wait_until bus_has_name org.freedesktop.Notifications
