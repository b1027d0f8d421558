import { mount } from 'svelte';
import './style.css';
import Shell from './shell/Shell.svelte';
import { listenForShift } from './shell/exit.ts';
import { wake } from './shell/home.svelte.ts';
import { listenForInstall } from './shell/install.svelte.ts';
import { takeLink } from './shell/invitation.svelte.ts';
import { afterIdle } from './shell/idle.ts';
import { go, listen } from './shell/router.svelte.ts';
import { show } from './shell/settings.ts';
import { speak } from './shell/words.svelte.ts';

show();
listen();
listenForShift();
listenForInstall();
const invited = (): void => {
  if (takeLink()) go('/join', true);
};
invited();
addEventListener('hashchange', invited);
const root = document.getElementById('app');
if (!root) throw new Error('the page has no place for the app');
wake();
/** Only the demo's links need what takes them. */
const handed = async (): Promise<void> => {
  if (location.hash.startsWith('#d')) await (await import('./shell/takeover.ts')).takeDevice();
};
void handed();
addEventListener('hashchange', () => void handed());
// Not awaited here: the words may share a file with what imports them.
void speak().then(() => {
  mount(Shell, { target: root });
  afterIdle();
});
