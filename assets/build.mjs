// Builds what the browser gets, from assets/ and the npm packages, into var/assets/.
//
//   site.css      KERN's rules that our pages use (in a layer of their own) + our rules
//   site.js       our one script, as it is
//   fonts/        Fira Sans in two weights, cut to Latin; the rest of Europe in a second file that loads on demand
//   LICENCES.txt  who made the parts that are not ours
//
// var/assets-test/ gets axe-core: tests read it from there, the site never serves it.
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { bundle, transform } from "lightningcss";
import { PurgeCSS } from "purgecss";
import subsetFont from "subset-font";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const site = join(root, "var/assets");
await mkdir(join(root, "var"), { recursive: true });
// Everything is made beside the old files and takes their place at once: a running site never sees half of it.
const out = await mkdtemp(join(root, "var/assets-new-"));
const packageRoot = (name, file) => dirname(createRequire(import.meta.url).resolve(`${name}/${file}`));
const kern = packageRoot("@kern-ux/native", "package.json");

// Browsers from 2022 on; older ones get readable pages without layers.
const targets = { chrome: 105 << 16, firefox: 104 << 16, safari: (15 << 16) | (4 << 8) };

// Compressed sizes in bytes. The build fails above them, so the promise can't erode unnoticed.
const budget = { "site.css": 20_000, "site.js": 5_000, fonts: 45_000 };

const weights = { Regular: 400, SemiBold: 600 };
const range = (first, last) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i));
const alphabets = {
  latin: range(0x20, 0x7e) + range(0xa0, 0xff) + "ŒœŠšŽžŸẞ–—‘’‚“”„†•…‰‹›€←→↑↓−×≤≥₂\u2009\u2011\u202f",
  europe: range(0x100, 0x17f) + range(0x218, 0x21b) + range(0x370, 0x3ff) + range(0x400, 0x45f) + "₀₁₃₄₅₆₇₈₉ẀẁẂẃẄẅỲỳ",
};

/** KERN's rules that our templates and our code name, without its colours and embedded pictures (the CSP allows none). */
async function usedKern() {
  const css = await readFile(join(kern, "dist/kern.css"), "utf8");
  const uncoloured = css.replace(/^\s*--kern-color-[\w-]+:[^;]+;$/gm, "").replaceAll("-contextual", "");
  const [purged] = await new PurgeCSS().purge({
    content: [`${root}/src/**/templates/**/*.html`, `${root}/src/**/*.py`, `${root}/assets/js/*.js`],
    css: [{ raw: uncoloured }],
    variables: true,
    // A class counts as used only when it is written whole: no guessing from prefixes.
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  });
  const tokens = await readFile(join(root, "assets/css/tokens.css"), "utf8");
  const missing = [...new Set(purged.css.match(/var\(--kern-color-[\w-]+/g))].map((use) => use.slice(4)).filter((name) => !tokens.includes(`${name}:`));
  if (missing.length) throw new Error(`assets/css/tokens.css gives these colours of KERN no value: ${missing.join(", ")}`);
  const { code } = transform({
    filename: "kern.css",
    code: Buffer.from(purged.css),
    minify: true,
    visitor: {
      Declaration(declaration) {
        if (JSON.stringify(declaration.value ?? "").includes("data:image")) return [];
      },
    },
  });
  return code.toString().replace(/^@charset "UTF-8";/, "");
}

/** CSS `unicode-range` of the characters of a text. */
function unicodeRange(text) {
  const points = [...new Set([...text].map((c) => c.codePointAt(0)))].sort((a, b) => a - b);
  const ranges = [];
  for (const point of points) {
    const last = ranges.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  return ranges.map(([a, b]) => `U+${a.toString(16)}${a === b ? "" : `-${b.toString(16)}`}`).join(",");
}

/** Cut the fonts; returns their @font-face rules. Copyright and licence stay in each file (names 0, 7, 13, 14). */
async function fonts() {
  const faces = [];
  await mkdir(join(out, "fonts"), { recursive: true });
  for (const [name, weight] of Object.entries(weights)) {
    const whole = await readFile(join(kern, `dist/fonts/fira-sans/FiraSans-${name}.woff2`));
    for (const [alphabet, text] of Object.entries(alphabets)) {
      const file = `fonts/fira-sans-${weight}-${alphabet}.woff2`;
      const options = { targetFormat: "woff2", preserveNameIds: [0, 7, 13, 14], noLayoutClosure: true };
      await writeFile(join(out, file), await subsetFont(whole, text, options));
      faces.push(
        `@font-face{font-family:"Fira Sans";font-style:normal;font-weight:${weight};font-display:swap;` +
          `src:url("${file}") format("woff2");unicode-range:${unicodeRange(text)}}`,
      );
    }
  }
  return faces.join("\n");
}

async function styles(faces) {
  const ours = bundle({ filename: join(root, "assets/css/site.css"), minify: true, targets }).code.toString();
  const whole = `@layer kern{${await usedKern()}}${ours}${faces}`;
  const { code } = transform({ filename: "site.css", code: Buffer.from(whole), minify: true, targets });
  const notice = "/*! KERN design system (EUPL-1.2), Fira Sans (OFL 1.1): see LICENCES.txt */\n";
  await writeFile(join(out, "site.css"), notice + code.toString());
}

async function licences() {
  const version = JSON.parse(await readFile(join(kern, "package.json"), "utf8")).version;
  const text = await readFile(join(kern, "LICENSE.md"), "utf8");
  const fira =
    "Fira Sans: digitized data copyright The Mozilla Foundation and Telefonica S.A., with Reserved Font Name Fira.\n" +
    "Licensed under the SIL Open Font License, Version 1.1: https://openfontlicense.org\n" +
    "The files are cut to the alphabets of Europe; copyright and licence stand in each file's name table.\n";
  const kernHead = `KERN design system ${version}, the parts of its style sheet that this site uses. Licensed under the EUPL.\n`;
  await writeFile(join(out, "LICENCES.txt"), `${fira}\n${kernHead}\n${text}`);
}

/** Compressed sizes; exits with an error where a budget is exceeded. */
async function weigh() {
  const latin = (await readdir(join(out, "fonts"))).filter((file) => file.includes("latin"));
  const sizes = { fonts: 0 };
  for (const file of ["site.css", "site.js"]) sizes[file] = brotliCompressSync(await readFile(join(out, file))).length;
  for (const file of latin) sizes.fonts += (await readFile(join(out, "fonts", file))).length;
  for (const [part, limit] of Object.entries(budget)) {
    console.log(`${part.padEnd(9)} ${String(sizes[part]).padStart(6)} of ${limit} bytes`);
    if (sizes[part] > limit) process.exitCode = 1;
  }
  if (process.exitCode) console.error("Too heavy: a part of the first view is larger than its budget in assets/build.mjs.");
}

try {
  await styles(await fonts());
  await cp(join(root, "assets/js/site.js"), join(out, "site.js"));
  await cp(join(root, "assets/img"), out, { recursive: true });
  await licences();
  await weigh();
  await chmod(out, 0o755);
  const old = `${out}-old`;
  await rename(site, old).catch(() => {});
  await rename(out, site);
  await rm(old, { recursive: true, force: true });
} finally {
  await rm(out, { recursive: true, force: true });
}

try {
  const axe = packageRoot("axe-core", "package.json");
  await mkdir(join(root, "var/assets-test"), { recursive: true });
  await cp(join(axe, "axe.min.js"), join(root, "var/assets-test/axe.min.js"));
} catch {
  console.log("axe-core is not installed: accessibility tests will be left out.");
}
