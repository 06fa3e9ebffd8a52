# GNOME Shell on Wayland. GNOME_EXTENSIONS: the list of extensions that are on.
export XDG_CURRENT_DESKTOP=GNOME XDG_SESSION_TYPE=wayland DESKTOP_SESSION=gnome GNOME_SHELL_SESSION_MODE=user
gsettings set org.gnome.shell enabled-extensions "${GNOME_EXTENSIONS:-[]}"
gsettings set org.gnome.shell welcome-dialog-last-shown-version 99
gsettings set org.gnome.desktop.interface enable-animations false
# Otherwise a notification says that GNOME locks only in a session of GDM.
gsettings set org.gnome.desktop.lockdown disable-lock-screen true
unlock_keyring
# --unsafe-mode lets the test ask the Shell for its windows and for pictures.
start_program gnome-shell --headless --wayland --wayland-display=wayland-0 --virtual-monitor 1366x768 --unsafe-mode
export WAYLAND_DISPLAY=wayland-0
wait_until test -S "$XDG_RUNTIME_DIR/wayland-0"
wait_until bus_has_name org.gnome.Shell
DISPLAY=$(pgrep -a Xwayland | sed -n 's/.* \(:[0-9]*\) .*/\1/p')
export DISPLAY="${DISPLAY:-:0}"
dbus-update-activation-environment --all
# The first view is the overview.
wait_until gdbus call --session --dest org.gnome.Shell --object-path /org/gnome/Shell \
  --method org.gnome.Shell.Eval 'Main.overview.hide()'
