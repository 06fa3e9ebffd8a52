import { useEffect, useRef, useState } from 'react';
import { api } from '../../api.ts';
import { useAppState, useAppStore } from '../../store.ts';

/** How long the confirmed switch is visible before the window closes, in milliseconds. */
const CLOSE_DELAY_MS = 1_500;

/**
 * Closes the window after a switch that was requested in it is confirmed. Not while the pointer is in it, something is pending
 * or failed, or another key was pressed since.
 */
export function useCloseAfterSwitch(): void {
  const isEnabled = useAppState(({ preferences }) => preferences.closeAfterSwitch);
  const switchedAt = useAppState(({ agent: { receipt } }) =>
    receipt?.source === 'window' ? receipt.confirmedAt : null,
  );
  const isBusy = useAppState(({ agent }) => agent.intent !== null || agent.failure !== null);
  const isFieldOpen = useAppStore((store) => store.openReasonFieldFor !== null);
  // A switch from before the window was opened does not close it.
  const closedFor = useRef(switchedAt);
  const [isPointerInside, setIsPointerInside] = useState(false);

  useEffect(() => {
    const root = document.documentElement;
    const enter = ({ movementX, movementY }: PointerEvent) => {
      // When the window is shown, Chromium repeats the last position of the pointer, which may have left since.
      if (movementX !== 0 || movementY !== 0) setIsPointerInside(true);
    };
    const leave = () => setIsPointerInside(false);
    root.addEventListener('pointermove', enter);
    root.addEventListener('pointerleave', leave);
    return () => {
      root.removeEventListener('pointermove', enter);
      root.removeEventListener('pointerleave', leave);
    };
  }, []);

  useEffect(() => {
    if (!isEnabled || isBusy || isFieldOpen || isPointerInside) return;
    if (switchedAt === null || switchedAt === closedFor.current) return;
    const timer = setTimeout(() => {
      closedFor.current = switchedAt;
      void api.app.hideWindow();
    }, CLOSE_DELAY_MS);
    const stay = () => {
      closedFor.current = switchedAt;
      clearTimeout(timer);
    };
    window.addEventListener('keydown', stay);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', stay);
    };
  }, [isEnabled, isBusy, isFieldOpen, isPointerInside, switchedAt]);
}
