# sway with waybar's tray and mako.
export XDG_CURRENT_DESKTOP=sway XDG_SESSION_TYPE=wayland
export WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
cat >"$HOME/sway.conf" <<CONF
output HEADLESS-1 resolution 1366x768 position 0 0
xwayland enable
exec env >"$HOME/sway.env.part" && mv "$HOME/sway.env.part" "$HOME/sway.env"
CONF
cat >"$HOME/waybar.json" <<CONF
{ "layer": "top", "position": "top", "height": 28, "modules-right": ["tray", "clock"] }
CONF
unlock_keyring
start_program sway --config "$HOME/sway.conf"
wait_until test -s "$HOME/sway.env"
for variable in WAYLAND_DISPLAY DISPLAY SWAYSOCK; do
  export "$variable=$(sed -n "s/^$variable=//p" "$HOME/sway.env")"
done
start_program waybar --config "$HOME/waybar.json"
start_program mako
wait_until bus_has_name org.kde.StatusNotifierWatcher
wait_until bus_has_name org.freedesktop.Notifications
