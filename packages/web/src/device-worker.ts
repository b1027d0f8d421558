import { serveHome } from '@awna/device/browser';

// Everything that knows keys, the log and the network lives here; the page only sees views.
serveHome();
