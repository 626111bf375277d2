// Asks the wasip1 module one document: node node.mjs embed.wasm <question.json >answer.json
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

// No folder, no environment, no arguments. The module ends the process: to come back from
// start, Node 20 unwinds the module's stack, and crashes on that of a large world.
const wasi = new WASI({ version: "preview1", returnOnExit: false });
const module = await WebAssembly.compile(await readFile(process.argv[2]));
wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
