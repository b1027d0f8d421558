import { lockOf, manifestOf, rootManifest, type House, type Locked } from './model.ts';
import { rooms } from './rooms.ts';

/** The entry a package name means, seen from a path in node_modules. */
function resolve(lock: ReadonlyMap<string, Locked>, from: string, name: string): string | undefined {
  let at = from;
  for (;;) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock.has(path)) return path;
    if (at === '') return undefined;
    at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '';
  }
}

/** Packages from outside that a room brings with it at run time; other rooms are walked through, or left out. */
export function runtimeOf(house: House, room: string, through = true): string[] {
  const lock = lockOf(house);
  const outside = new Set<string>();
  const seen = new Set<string>();
  const queue: [string, Locked][] = [[`packages/${room}`, manifestOf(house, room)]];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [from, entry] = next;
    for (const name of Object.keys(entry.dependencies ?? {})) {
      if (name.startsWith('@awna/')) {
        const other = name.slice('@awna/'.length);
        if (through && !seen.has(other)) queue.push([`packages/${other}`, manifestOf(house, other)]);
        seen.add(other);
        continue;
      }
      const path = resolve(lock, from.startsWith('packages/') ? '' : from, name);
      if (path === undefined || outside.has(path)) continue;
      outside.add(path);
      queue.push([path, lock.get(path) ?? {}]);
    }
  }
  return [...outside].sort();
}

/** Few dependencies (2-house): relay ≤ 10 at run time, the crypto path ≤ 5. */
export function few(house: House): string[] {
  const limits = [
    ['relay', 10, true],
    ['crypto', 5, false],
  ] as const;
  return limits.flatMap(([room, most, through]) => {
    const found = runtimeOf(house, room, through);
    return found.length > most ? [`${room} brings ${found.length} packages, ${most} are enough: ${found.join(', ')}`] : [];
  });
}

/** Everything from outside that a manifest names, rooms and root. */
export function named(house: House): string[] {
  const root = rootManifest(house);
  const all = [
    root.dependencies,
    root.devDependencies,
    root.optionalDependencies,
    ...Object.keys(rooms).map((room) => manifestOf(house, room).dependencies),
  ];
  const found = new Set(all.flatMap((group) => Object.keys(group ?? {})).filter((name) => !name.startsWith('@awna/')));
  return [...found].sort();
}

/** Every dependency has its paragraph: what it does here, and why it and not another. */
export function explained(house: House): string[] {
  const text = house.files.get('docs/dependencies.md') ?? '';
  const paragraphs = text.split(/\n\s*\n/);
  return named(house)
    .filter(
      (name) => !paragraphs.some((paragraph) => paragraph.startsWith('**') && paragraph.includes(`\`${name}\``) && paragraph.length > 80),
    )
    .map((name) => `docs/dependencies.md has no paragraph for ${name}`);
}

/** Versions are exact, nothing runs at install, and the lockfile names no host. */
export function still(house: House): string[] {
  const complaints: string[] = [];
  const root = rootManifest(house);
  const groups = [
    root.dependencies,
    root.devDependencies,
    root.optionalDependencies,
    ...Object.keys(rooms).map((room) => manifestOf(house, room).dependencies),
  ];
  for (const [name, version] of groups.flatMap((group) => Object.entries(group ?? {}))) {
    if (!name.startsWith('@awna/') && !/^\d+\.\d+\.\d+$/.test(version)) complaints.push(`${name}@${version} is not exact`);
  }
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
    if (root.scripts?.[script] !== undefined) complaints.push(`${script} runs at install`);
    for (const room of Object.keys(rooms))
      if (manifestOf(house, room).scripts?.[script] !== undefined) complaints.push(`${room}: ${script} runs at install`);
  }
  for (const [path, entry] of lockOf(house)) {
    if (entry.hasInstallScript === true) complaints.push(`${path} wants to run at install`);
    if (entry.resolved !== undefined && /^https?:/.test(entry.resolved)) complaints.push(`${path} names the host it came from`);
  }
  if (!/^ignore-scripts=true$/m.test(house.files.get('.npmrc') ?? '')) complaints.push('.npmrc lets packages run at install');
  return complaints;
}

/** The lockfile knows what every platform needs, not just the one it was written on: otherwise `npm ci` refuses it. */
export function everywhere(house: House): string[] {
  const lock = lockOf(house);
  return [...lock].flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => resolve(lock, path, name) === undefined)
      .map((name) => `package-lock.json: ${path === '' ? 'the root' : path} may need ${name}, which is not locked`),
  );
}

/** The Node that runs this is the pinned one, the same on every platform. */
export function pinned(house: House, running: string): string[] {
  const versions = new Set(Object.values(rootManifest(house).optionalDependencies ?? {}));
  const complaints = versions.size === 1 ? [] : [`platform packages disagree: ${[...versions].join(', ')}`];
  if (!versions.has(running)) complaints.push(`running on ${running}, pinned is ${[...versions].join(', ')}`);
  return complaints;
}
