import { importsOf, packageOf, targetOf } from './imports.ts';
import { manifestOf, placeOf, rootManifest, sourcesOf, type House, type Place } from './model.ts';
import { buildLibraries, rooms, testDoors } from './rooms.ts';

const isPlatform = (specifier: string): boolean => specifier.startsWith('node:');

/** The arrows of 2-house, import by import. Each complaint names the file and says what stands in the way. */
export function arrows(house: House): string[] {
  const complaints: string[] = [];
  for (const [path, text] of sourcesOf(house)) {
    const place = placeOf(path);
    if (!place) continue;
    for (const specifier of importsOf(path, text)) {
      const why = objection(house, path, place, specifier);
      if (why) complaints.push(`${path} → ${specifier}: ${why}`);
    }
  }
  return complaints;
}

function objection(house: House, path: string, place: Place, specifier: string): string | undefined {
  const room = rooms[place.room];
  if (!room) return `no room is called ${place.room}`;
  const inSource = path.startsWith(`packages/${place.room}/src/`);
  const building = !inSource;
  if (specifier.startsWith('.')) return relative(path, place, specifier, inSource);
  if (specifier.startsWith('@awna/')) {
    if (specifier === `@awna/${place.room}` || specifier.startsWith(`@awna/${place.room}/`))
      return place.test ? undefined : 'a room does not call at its own door';
    if (room.doors.includes(specifier)) return undefined;
    if (place.test && testDoors.includes(specifier)) return undefined;
    return `${place.room} may not lean on ${specifier}`;
  }
  if (isPlatform(specifier)) {
    if (place.test || building || room.platform !== 'none') return undefined;
    return `${place.room} does not know the platform`;
  }
  const name = packageOf(specifier);
  if (name === undefined) return 'paths are relative';
  if (Object.hasOwn(manifestOf(house, place.room).dependencies ?? {}, name) && room.libraries.includes(name)) return undefined;
  const tools = rootManifest(house).devDependencies ?? {};
  if (Object.hasOwn(tools, name) && (place.test || building || place.room === 'testkit')) return undefined;
  if (place.room === 'web' && Object.hasOwn(tools, name) && buildLibraries.includes(name)) return undefined;
  return `${place.room} may not use ${name}`;
}

/** The terminal's bin stands on the ground of `scripts/`; nothing else leaves its room by a path. */
function relative(path: string, place: Place, specifier: string, inSource: boolean): string | undefined {
  const target = targetOf(path, specifier);
  if (path === 'packages/cli/bin/awna.mjs' && target === 'scripts/ground.mjs') return undefined;
  const home = inSource ? `packages/${place.room}/src/` : `packages/${place.room}/`;
  if (!target.startsWith(home) && !(place.test && target.startsWith(`packages/${place.room}/`)))
    return 'a room is left by its doors, not by a path';
  if (!place.test && placeOf(target)?.test === true) return 'what people run does not lean on tests';
  return undefined;
}

/** Manifests say no more and no less than the table. */
export function manifests(house: House): string[] {
  const complaints: string[] = [];
  for (const [name, room] of Object.entries(rooms)) {
    const manifest = manifestOf(house, name);
    const allowed = new Set(room.doors.map((door) => packageOf(door) ?? door).concat(room.libraries));
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      if (!allowed.has(dependency)) complaints.push(`packages/${name}/package.json: ${name} may not depend on ${dependency}`);
    }
    for (const extra of ['devDependencies', 'optionalDependencies', 'peerDependencies'] as const) {
      if (Object.hasOwn(manifest, extra)) complaints.push(`packages/${name}/package.json: ${extra} belong to the root`);
    }
  }
  return complaints;
}

/** What browsers load never reaches the platform, by whatever way: followed from the device's doors for them. */
export function browserReach(house: House): string[] {
  const complaints: string[] = [];
  const doors = ['index', 'browser', 'page'].map((name) => `packages/device/src/${name}.ts`);
  const reached = new Set(doors);
  for (const path of reached) {
    const text = house.files.get(path);
    if (text === undefined) continue;
    for (const specifier of importsOf(path, text)) {
      if (isPlatform(specifier)) complaints.push(`${path} → ${specifier}: what browsers load does not know the platform`);
      else if (specifier.startsWith('.')) reached.add(targetOf(path, specifier));
    }
  }
  return complaints;
}
