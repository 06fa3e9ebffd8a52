#!/bin/bash
# Runs Electron in its own place and keeps a copy of everything it prints, from its very first line: Playwright
# gives a test the process only after it has read the beginning.
exec ${STANDBY_WITHIN:+"$STANDBY_WITHIN"} "$ELECTRON_OVERRIDE_DIST_PATH/electron" "$@" > >(tee -a "$STANDBY_OUTPUT") 2> >(tee -a "$STANDBY_OUTPUT" >&2)
