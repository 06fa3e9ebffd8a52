#!/bin/bash
# Runs a command as root in a root folder of its own: the files of this machine, with changes that go to LAYER/upper.
# It runs under `unshare --mount --pid --fork --kill-child`, so mounts and processes end with it.
# usage: root.sh LAYER [FOLDER...] -- COMMAND...   FOLDERs are shared with the machine.
set -eu

layer=$1
shift
shared=()
while [ "$1" != -- ]; do
  shared+=("$1")
  shift
done
shift

root=$layer/root
mkdir -p "$layer/upper" "$layer/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
# Sockets of the machine's desktop and of its services must not be reachable.
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
for folder in "${shared[@]}"; do
  mkdir -p "$root$folder"
  mount --rbind "$folder" "$root$folder"
done
mkdir -m 1777 "$root/tmp/.X11-unix" "$root/tmp/.ICE-unix"
# Packages must not start services.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"

# pivot_root and not chroot: the kernel gives no user namespace to a process in a chroot, and Chromium's sandbox needs one.
mkdir -p "$root/old-root"
cd "$root"
pivot_root . old-root
umount -l old-root
cd /
# Not by exec: bash is the first process here, and collects those that nobody waits for.
"$@"
