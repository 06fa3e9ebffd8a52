# Xfce's window manager, panel and notifications, on X11.
export XDG_CURRENT_DESKTOP=XFCE
start_x_display
unlock_keyring
start_program xfwm4 --compositor=off
wait_until window_manager_runs
start_program xfsettingsd
start_program xfce4-panel --disable-wm-check
start_program /usr/lib/*/xfce4/notifyd/xfce4-notifyd
wait_until bus_has_name org.kde.StatusNotifierWatcher
wait_until bus_has_name org.freedesktop.Notifications
