import ts from 'typescript';
import { importsOf, targetOf, treeOf, visit } from './imports.ts';
import { placeOf, sourcesOf, type House } from './model.ts';

const listPath = 'packages/core/src/group.ts';

/** The one ordered list, read from `features = […]` in core's group.ts. */
export function featureOrder(house: House): string[] {
  const order: string[] = [];
  visit(treeOf(listPath, house.files.get(listPath) ?? ''), (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== 'features' || !node.initializer) return;
    const list = ts.isAsExpression(node.initializer) ? node.initializer.expression : node.initializer;
    if (ts.isArrayLiteralExpression(list)) order.push(...list.elements.map((element) => element.getText()));
  });
  return order;
}

/** A feature is entered by its index only, and reads only to its left. */
export function featureWalls(house: House): string[] {
  const order = featureOrder(house);
  const complaints: string[] = [];
  for (const [path, text] of sourcesOf(house)) {
    const from = placeOf(path);
    for (const specifier of importsOf(path, text)) {
      if (!from || !specifier.startsWith('.')) continue;
      const target = targetOf(path, specifier);
      const to = placeOf(target);
      if (to?.feature === undefined || to.feature === from.feature) continue;
      // The files at the top of a room put its features together (group.ts); nobody else looks inside.
      if (from.feature === undefined && /^packages\/[a-z]+\/src\/[a-z-]+\.ts$/.test(path)) continue;
      // A terminal feature is one file, and its own front door.
      const door = new RegExp(`/features/${to.feature}(/index)?\\.ts$`);
      if (!door.test(target)) complaints.push(`${path} → ${specifier}: a feature is entered by its index.ts`);
      // Screens without facts of their own (the first run) stand in no list.
      const [left, right] = [order.indexOf(to.feature), order.indexOf(from.feature ?? '')];
      if (right >= 0 && left >= right) {
        complaints.push(`${path} → ${specifier}: ${from.feature} reads only to its left in ${order.join(', ')}`);
      }
    }
  }
  return complaints;
}

const furniture = ['facts.ts', 'state.ts', 'rules.ts', 'apply.ts', 'views.ts', 'index.ts'];

/** Every feature has the same furniture in core, its story beside it, and stands in the list. */
export function sameFurniture(house: House): string[] {
  const order = featureOrder(house);
  const found = new Set<string>();
  for (const path of house.files.keys()) {
    const place = placeOf(path);
    if (place?.room === 'core' && place.feature !== undefined) found.add(place.feature);
  }
  const complaints = [...found].filter((name) => !order.includes(name)).map((name) => `${name} does not stand in the list of features`);
  for (const name of order) {
    const folder = `packages/core/src/features/${name}`;
    for (const piece of [...furniture, `${name}.md`]) {
      if (!house.files.has(`${folder}/${piece}`)) complaints.push(`${folder} has no ${piece}`);
    }
    const tested = [...house.files.keys()].some((path) => path.startsWith(`${folder}/`) && path.endsWith('.test.ts'));
    if (!tested) complaints.push(`${folder} has no test`);
  }
  return complaints;
}
