#!/bin/bash
# Executes the given command with a full disk at $FULL_DISK: a full tmpfs that is mounted for this command only. It needs the
# same right as Chromium's sandbox: to create user namespaces. In the first namespace the user is root and can mount; the
# second one restores the user id, because Chromium refuses root.
export OUTER_UID=$(id -u) OUTER_GID=$(id -g)
exec unshare --map-root-user --mount bash -c '
  set -e
  mount -t tmpfs -o size=64k none "$FULL_DISK"
  head -c 64k /dev/zero >"$FULL_DISK/filler"
  exec unshare --user --map-user="$OUTER_UID" --map-group="$OUTER_GID" "$@"
' bash "$@"
