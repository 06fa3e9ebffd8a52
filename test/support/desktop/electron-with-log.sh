#!/bin/bash
# Runs Electron and saves a copy of its output from the first line on: Playwright gives a test the process only after it has
# read the first lines itself.
exec ${STANDBY_WRAPPER:+"$STANDBY_WRAPPER"} "$ELECTRON_OVERRIDE_DIST_PATH/electron" "$@" > >(tee -a "$STANDBY_OUTPUT") 2> >(tee -a "$STANDBY_OUTPUT" >&2)
