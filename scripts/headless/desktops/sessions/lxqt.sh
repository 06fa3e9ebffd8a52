# LXQt's panel and notifications with openbox, on X11.
export XDG_CURRENT_DESKTOP=LXQt XDG_CONFIG_DIRS=/etc/xdg:/usr/share QT_QPA_PLATFORMTHEME=lxqt
start_x_display
unlock_keyring
start_program openbox
wait_until window_manager_runs
start_program lxqt-panel
start_program lxqt-notificationd
wait_until bus_has_name org.kde.StatusNotifierWatcher
wait_until bus_has_name org.freedesktop.Notifications
