#!/bin/bash
# Becomes the command given, for which the folder $FULL_DISK is a disk without a free byte: a real file system in memory,
# full, and mounted for this command alone. That takes no more rights than Chromium's sandbox: namespaces of one's own.
# Inside the first one may mount, as a root who is none outside; the second gives back the user, as Chromium refuses root.
export OUTER_UID=$(id -u) OUTER_GID=$(id -g)
exec unshare --map-root-user --mount bash -c '
  set -e
  mount -t tmpfs -o size=64k none "$FULL_DISK"
  head -c 64k /dev/zero >"$FULL_DISK/filler"
  exec unshare --user --map-user="$OUTER_UID" --map-group="$OUTER_GID" "$@"
' bash "$@"
