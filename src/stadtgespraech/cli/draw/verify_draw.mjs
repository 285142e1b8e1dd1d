#!/usr/bin/env node
// Check a draw of Stadtgespräch with Node and nothing else: node verify_draw.mjs FOLDER [FOLDER …]
// Written apart from verify_draw.py, after the description in docs/explanation/sortition.md; both must agree.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const LABEL = "stadtgespraech-draw-v1";
const MOST_PANELS = 20000;
const MOST_STEPS = 500000;

const hash = (...parts) => {
  const made = crypto.createHash("sha256");
  for (const part of parts) made.update(part);
  return made.digest();
};
const hex = (...parts) => hash(...parts).toString("hex");
const u64 = (number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
};
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const byRatio = (a, b) => (a.minus(b).top < 0n ? -1 : a.minus(b).top > 0n ? 1 : 0);

// -- Exact fractions -----------------------------------------------------------------------------
const gcd = (a, b) => {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
};
class Ratio {
  constructor(top, bottom = 1n) {
    const shared = gcd(top, bottom) || 1n;
    this.top = top / shared;
    this.bottom = bottom / shared;
  }
  static of(value) {
    if (value instanceof Ratio) return value;
    const text = String(value);
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
    if (!match) throw new Error(`not a number: ${text}`);
    const places = match[3] ?? "";
    return new Ratio(BigInt(`${match[1]}${match[2]}${places}`), 10n ** BigInt(places.length));
  }
  plus(other) {
    return new Ratio(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }
  minus(other) {
    return new Ratio(this.top * other.bottom - other.top * this.bottom, this.bottom * other.bottom);
  }
  times(other) {
    return new Ratio(this.top * other.top, this.bottom * other.bottom);
  }
  over(other) {
    const sign = other.top < 0n ? -1n : 1n;
    return new Ratio(this.top * other.bottom * sign, this.bottom * other.top * sign);
  }
  exceeds(other) {
    return this.minus(other).top > 0n;
  }
}
const NOTHING = new Ratio(0n);
const larger = (a, b) => (a.exceeds(b) ? a : b);

// -- Public randomness ---------------------------------------------------------------------------
class Numbers {
  constructor(seed, domain) {
    this.start = Buffer.concat([seed, Buffer.from(domain), Buffer.from([0])]);
    this.words = [];
    this.block = 0;
  }
  below(limit) {
    const size = BigInt(limit);
    const most = 2n ** 64n - (2n ** 64n % size);
    for (;;) {
      if (this.words.length === 0) {
        const block = hash(this.start, u64(this.block++));
        this.words = [0, 8, 16, 24].map((at) => block.readBigUInt64BE(at));
      }
      const word = this.words.shift();
      if (word < most) return word % size;
    }
  }
  order(count) {
    const list = Array.from({ length: count }, (_, index) => index);
    for (let at = 0; at < count - 1; at++) {
      const other = at + Number(this.below(count - at));
      [list[at], list[other]] = [list[other], list[at]];
    }
    return list;
  }
}
function seedOf(commitment, sources) {
  let bits = 0;
  for (const [name, value] of Object.entries(sources)) {
    if (name.startsWith("drand")) bits += /^[0-9a-f]{64}$/.test(value) ? 256 : -Infinity;
    else if (name.startsWith("lotto")) bits += new Set(value.match(/[0-9]+/g)).size === 6 ? Math.log2(13983816) : -Infinity;
    else bits += /^[0-9]+$/.test(value) ? value.length * Math.log2(10) : -Infinity;
  }
  const texts = Object.keys(sources).sort(byBytes).map((name) => Buffer.from(`${name}=${sources[name]}`));
  const parts = [Buffer.from(LABEL), Buffer.from("seed"), Buffer.from(commitment, "hex"), ...texts];
  const sized = parts.flatMap((part) => [u64(part.length).subarray(4), part]);
  return [hash(...sized), bits];
}
const sortedJson = (value) => {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort(byBytes).map((key) => `${JSON.stringify(key)}:${sortedJson(value[key])}`).join(",")}}`;
};

class Problem extends Error {}
const need = (object, key) => {
  if (!(key in object)) throw new Error(`${key} is missing`);
  return object[key];
};

// -- One folder ----------------------------------------------------------------------------------
function checkFolder(folder) {
  const found = { folder, facts: [], notes: [], problems: [] };
  const must = (condition, sentence) => {
    if (!condition) throw new Problem(sentence);
  };
  const read = (name) => fs.readFileSync(path.join(folder, name));
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const textOf = (name) => strict.decode(read(name));
  const json = (name) => JSON.parse(textOf(name));
  const lines = (name) => textOf(name).replace(/\n$/, "").split("\n").slice(1);
  try {
    checkAll();
  } catch (error) {
    found.problems.push(error instanceof Problem ? error.message : "The folder cannot be read to its end.");
  }
  return found;

  function checkAll() {
    const manifest = json("manifest.json");
    const commitment = hex(read("manifest.json"));
    found.facts.push(`commitment ${commitment}`);
    must(read("commitment.txt").equals(Buffer.from(`${commitment}\n`)), "commitment.txt is not the hash of manifest.json.");
    const opened = Object.keys(manifest.private).every((name) => fs.existsSync(path.join(folder, name)));
    const files = { ...manifest.files, ...(opened ? manifest.private : {}) };
    for (const name of Object.keys(files).sort(byBytes)) must(hex(read(name)) === files[name], `${name} is not what was committed.`);
    if (!opened) found.notes.push("The pool is not opened: quotas and the bound were not checked.");
    const rules = json("rules.json");
    if (!rules.sources?.length) found.notes.push("The sources of randomness were not committed to.");
    let result = null;
    let seed = Buffer.alloc(0);
    if (fs.existsSync(path.join(folder, "result.json"))) {
      result = json("result.json");
      must(textOf("result.json") === `${sortedJson(result)}\n`, "result.json was edited.");
      must(need(result, "commitment") === commitment, "The result belongs to another commitment.");
      if (Object.keys(need(result, "sources")).length) {
        const [own, bits] = seedOf(commitment, result.sources);
        seed = own;
        must(bits >= 64, "The randomness holds less than 64 bits.");
        const same = rules.sources === null || sortedJson(rules.sources) === sortedJson(Object.keys(result.sources).sort(byBytes));
        must(same, "Other sources of randomness were announced.");
      }
      must(need(result, "seed") === seed.toString("hex"), "The seed does not follow from the sources.");
    } else found.notes.push("The draw is not opened yet.");
    if (found.problems.length === 0 && manifest.kind === "panel") checkPanels(rules, result, seed, opened);
  }

  function checkPanels(rules, result, seed, opened) {
    const own = lines("panels.csv");
    const bodies = own.map((line) => line.slice(line.indexOf(",") + 1)).sort(byBytes);
    const start = hash([LABEL, "order", hex(read("rules.json")), ...bodies].join("\n"));
    const width = String(bodies.length - 1).length;
    const numbered = new Numbers(start, "order").order(bodies.length).map((at, number) => `${String(number).padStart(width, "0")},${bodies[at]}`);
    must(own.join("\n") === numbered.join("\n"), "The panels' numbers do not follow from the panels.");
    const all = BigInt(rules.units);
    const panels = own.map((line) => line.split(",").slice(2));
    const weights = own.map((line) => BigInt(line.split(",")[1]));
    const sum = weights.reduce((total, weight) => total + weight, 0n);
    must(sum === all && weights.every((weight) => weight > 0n), "The weights do not sum up.");
    const people = lines("probabilities.csv").map((line) => line.split(","));
    const units = new Map(people.map(([id]) => [id, 0n]));
    panels.forEach((panel, number) => {
      must(new Set(panel).size === panel.length && panel.length === rules.size, "A panel has the wrong size.");
      for (const id of panel) units.set(id, units.get(id) + weights[number]);
    });
    const right = people.every(([id, chance]) => {
      const off = Ratio.of(chance).minus(new Ratio(units.get(id), all));
      return !new Ratio(off.top < 0n ? -off.top : off.top, off.bottom).exceeds(new Ratio(1n, 10n ** 12n));
    });
    must(right && people.length === units.size, "A probability is wrong.");
    if (opened && found.problems.length === 0) checkPool(rules, panels, units, all);
    if (!result || found.problems.length) return;
    let number = null;
    if (seed.length) {
      let at = new Numbers(seed, "panel").below(all);
      for (number = 0; at >= weights[number]; number++) at -= weights[number];
    }
    if (need(result, "digits") !== null) {
      number = Number(result.digits);
      const fits = panels.length === 10 ** result.digits.length && all === BigInt(panels.length);
      must(fits, "The digits number no panel.");
    }
    must(need(result, "panel") === number && sortedJson(need(result, "members")) === sortedJson(panels[number]), "Another panel was drawn.");
    found.facts.push(`panel ${number}`);
    if (need(result, "alternates") === null) found.notes.push("Alternates were not fixed.");
    else must(hex(read("alternates.csv")) === result.alternates, "Other alternates were drawn.");
  }

  function checkPool(rules, panels, units, all) {
    const raw = textOf("private/pool.jsonl").replace(/\n$/, "").split("\n");
    const pool = new Map(raw.map((line) => JSON.parse(line)).map((row) => [row[0], row]));
    const tickets = [...pool.keys()].map((id, at) => `${id},${hex(LABEL, "ticket", raw[at])}`);
    must(lines("tickets.csv").join("\n") === tickets.join("\n"), "A ticket does not belong to its person.");
    must([...pool.keys()].join("\n") === [...units.keys()].join("\n"), "Pool and probabilities list different people.");
    const column = rules.quotas.map((quota) => 5 + rules.features.indexOf(quota.feature));
    const inside = [...pool.values()].filter((row) => row[4] === "in").map((row) => row[0]);
    panels.forEach((panel, number) => {
      const rows = panel.map((id) => pool.get(id));
      rules.quotas.forEach((quota, at) => {
        const seats = rows.filter((row) => row[column[at]] === quota.value).length;
        must(quota.min <= seats && seats <= quota.max, `Panel ${number}: quota of ${quota.value}.`);
      });
      const homes = rows.map((row) => row[3]).filter((home) => home !== null);
      const kept = inside.every((id) => panel.includes(id)) && rows.every((row) => row[4] !== "out");
      must(kept && homes.length === new Set(homes).size, `Panel ${number} breaks a household, or who was kept in or out.`);
    });
    if (found.problems.length === 0) checkBound(rules, [...pool.values()].filter((row) => row[4] !== "out"), column, units, all);
  }

  function checkBound(rules, rows, column, units, all) {
    const certificate = json("certificate.json");
    if (certificate.stages.length === 0) return found.notes.push("This method has no bound that could be checked.");
    const kinds = [];
    const capacity = [];
    for (const row of rows) {
      kinds[row[2]] ??= row.slice(3);
      must(sortedJson(kinds[row[2]]) === sortedJson(row.slice(3)), "People of one type differ.");
      capacity[row[2]] = (capacity[row[2]] ?? 0) + 1;
    }
    const floor = kinds.map((kind, at) => (kind[1] === "in" ? capacity[at] : 0));
    const whole = (number) => new Ratio(BigInt(number));
    const upper = capacity.map((own, at) => {
      const most = certificate.ceiling ? Ratio.of(certificate.ceiling[at]) : whole(1);
      return larger(whole(own).times(most), whole(floor[at]));
    });
    const every = kinds.map((_, at) => at);
    const members = (fits) => new Map(every.filter((at) => fits(kinds[at])).map((at) => [at, 1]));
    const conditions = rules.quotas.map((quota, at) => [members((kind) => kind[column[at] - 3] === quota.value), quota.min, quota.max]);
    conditions.push([members(() => true), rules.size, rules.size]);
    const homes = [...new Set(kinds.map((kind) => kind[0]))].filter((home) => home !== null).sort((a, b) => a - b);
    for (const home of homes) conditions.push([members((kind) => kind[0] === home), 0, 1]);
    const cuts = certificate.cuts.map((cut) => [new Map(cut.types.map((type, at) => [type, cut.coefficients[at]])), 0, cut.high]);
    if (cuts.length && !proveCuts(conditions, cuts, floor, capacity)) found.notes.push(`bound rests on ${cuts.length} cuts proved by the solver`);
    const settled = new Map();
    const best = [];
    for (const stage of certificate.stages) {
      const gain = every.map(() => NOTHING);
      let share = NOTHING;
      let total = NOTHING;
      stage.types.forEach((type, at) => {
        const weight = Ratio.of(stage.weights[at]);
        must(!NOTHING.exceeds(weight), "A multiplier has the wrong sign.");
        gain[type] = weight;
        share = share.plus(weight.times(whole(capacity[type])));
      });
      for (const [type, value] of settled) {
        const multiplier = larger(Ratio.of(stage.floors[type] ?? "0"), NOTHING);
        gain[type] = gain[type].plus(multiplier);
        total = total.minus(multiplier.times(whole(capacity[type])).times(value));
      }
      for (const [number, text] of Object.entries(stage.rows)) {
        const [row, low, high] = [...conditions, ...cuts][Number(number)];
        const multiplier = Ratio.of(text);
        total = total.plus(multiplier.times(whole(multiplier.top > 0n ? high : low)));
        for (const [type, own] of row) gain[type] = gain[type].minus(multiplier.times(whole(own)));
      }
      every.forEach((type) => {
        total = total.plus(larger(gain[type].times(upper[type]), gain[type].times(whole(floor[type]))));
      });
      must(share.top > 0n, "A multiplier has the wrong sign.");
      const value = total.over(share);
      for (const type of stage.types) {
        settled.set(type, Ratio.of(stage.value));
        for (let person = 0; person < capacity[type]; person++) best.push(value);
      }
    }
    must(settled.size === kinds.length && best.length === rows.length, "The certificate forgets somebody.");
    best.sort(byRatio);
    const reached = rows.map((row) => new Ratio(units.get(row[0]), all)).sort(byRatio);
    const gap = best.map((most, at) => most.minus(reached[at])).reduce(larger);
    const relative = gap.times(new Ratio(BigInt(rows.length), BigInt(rules.size)));
    must(!relative.exceeds(Ratio.of(certificate.relative_gap)), "The gap is larger than the certificate says.");
    found.facts.push(`no lottery is fairer by more than ${certificate.relative_gap} of an equal chance`);
  }

  function proveCuts(conditions, cuts, floor, capacity) {
    let steps = 0;
    let panels = 0;
    const stack = [[]];
    while (stack.length) {
      const chosen = stack.pop();
      steps += 1;
      if (steps > MOST_STEPS || panels > MOST_PANELS) return false;
      const possible = conditions.every(([row, low, high]) => {
        let own = 0;
        let more = 0;
        for (const type of row.keys()) {
          if (type < chosen.length) own += chosen[type];
          else more += capacity[type];
        }
        return own <= high && own + more >= low;
      });
      if (!possible) continue;
      const type = chosen.length;
      if (type < capacity.length) {
        for (let seats = floor[type]; seats <= capacity[type]; seats++) stack.push([...chosen, seats]);
        continue;
      }
      panels += 1;
      const holds = cuts.every(([row, , high]) => [...row].reduce((total, [kind, own]) => total + own * chosen[kind], 0) <= high);
      must(holds, "A cut excludes a real panel.");
    }
    return true;
  }
}

const results = process.argv.slice(2).map(checkFolder);
for (const { folder, facts, notes, problems } of results) {
  for (const [word, sentences] of [["OK", facts], ["NOTE", notes], ["PROBLEM", problems]]) {
    for (const sentence of sentences) console.log(`${word}: ${sentence}`);
  }
  console.log(`${folder}: ${problems.length || "no"} problem(s) found`);
}
process.exitCode = results.some((result) => result.problems.length) || results.length === 0 ? 1 : 0;
