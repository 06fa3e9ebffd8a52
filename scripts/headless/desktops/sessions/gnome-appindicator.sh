# GNOME Shell on Wayland with the AppIndicator extension.
GNOME_EXTENSIONS="['ubuntu-appindicators@ubuntu.com']"
. "${0%/*}/sessions/gnome.sh"
wait_until bus_has_name org.kde.StatusNotifierWatcher
