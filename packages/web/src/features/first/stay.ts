/** Asks the browser to keep what is stored here; quietly, once there is something worth keeping. */
export const askToStay = (): void => void navigator.storage?.persist?.().catch(() => false);
