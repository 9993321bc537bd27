/**
 * Checks that package-lock.json holds every platform's native packages, so that `npm ci` works on other
 * machines than the one that wrote it: each optional dependency of a locked package must be locked too.
 * Exits 1 and names what is missing.
 */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

/** Whether Node would find `name` from the package at `path`: in its own node_modules or an outer one. */
function isLocked(path, name) {
  if (packages[`${path ? `${path}/` : ''}node_modules/${name}`]) return true;
  if (path === '') return false;
  const outer = path.lastIndexOf('/node_modules/');
  return isLocked(outer === -1 ? '' : path.slice(0, outer), name);
}

const problems = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!isLocked(path, name)) problems.push(`${name}, wanted by ${path || 'the project'}, is not locked`);
  }
  if (path !== '' && !entry.link && !entry.integrity) problems.push(`${path} has no integrity hash`);
}

if (problems.length > 0) {
  console.error(`package-lock.json is not complete for all platforms:\n  ${problems.join('\n  ')}`);
  process.exit(1);
}
console.log(
  `package-lock.json is complete for all platforms (${Object.keys(packages).length - 1} packages).`,
);
