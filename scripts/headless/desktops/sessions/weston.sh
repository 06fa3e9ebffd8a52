# weston alone: no tray, no notifications, no keyring.
export XDG_SESSION_TYPE=wayland
cat >"$HOME/report-environment" <<REPORT
#!/bin/sh
env >"$HOME/weston.env.part" && mv "$HOME/weston.env.part" "$HOME/weston.env"
REPORT
chmod +x "$HOME/report-environment"
printf '[autolaunch]\npath=%s\n' "$HOME/report-environment" >"$HOME/weston.ini"
start_program weston --backend=headless-backend.so --width=1366 --height=768 --use-pixman --xwayland --config="$HOME/weston.ini"
wait_until test -s "$HOME/weston.env"
for variable in WAYLAND_DISPLAY DISPLAY; do
  export "$variable=$(sed -n "s/^$variable=//p" "$HOME/weston.env")"
done
