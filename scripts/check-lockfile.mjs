/**
 * Checks that package-lock.json holds every platform's native packages, so that `npm ci` works on other
 * machines than the one that wrote it: each optional dependency of a locked package must be locked too.
 * Exits 1 and names what is missing.
 */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

/** What Node would find as `name` from the package at `path`: in its own node_modules or an outer one. */
function lockedVersion(path, name) {
  const own = packages[`${path ? `${path}/` : ''}node_modules/${name}`];
  if (own || path === '') return own?.version;
  const outer = path.lastIndexOf('/node_modules/');
  return lockedVersion(outer === -1 ? '' : path.slice(0, outer), name);
}

/** Native packages are wanted in one exact version; where a range is given, being locked has to be enough. */
function fits(locked, wanted) {
  return locked !== undefined && (locked === wanted || !/^\d+\.\d+\.\d+/.test(wanted));
}

const problems = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
    const locked = lockedVersion(path, name);
    if (!fits(locked, wanted))
      problems.push(`${path} wants ${name} ${wanted}, locked is ${locked ?? 'none'}`);
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
