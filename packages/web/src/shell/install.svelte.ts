/** The browser's offer to put the app on the home screen, kept until a person wants it. */
interface InstallOffer extends Event {
  prompt(): Promise<void>;
}

let offer = $state.raw<InstallOffer | null>(null);

const isOffer = (event: Event): event is InstallOffer => 'prompt' in event;

/** Keeps the offer when it comes. */
export function listenForInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    if (isOffer(event)) offer = event;
  });
  addEventListener('appinstalled', () => (offer = null));
}

export const canInstall = (): boolean => offer !== null;

/** Asks the browser to install; it asks the person. */
export async function install(): Promise<void> {
  const asked = offer;
  offer = null;
  await asked?.prompt();
}
