// Parses a flow chart with npm's `mermaid`, which needs the document of `jsdom`.
//
//     node mermaid.mjs FOLDER_WITH_NODE_MODULES FILE

import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [folder, file] = process.argv.slice(2)
const load = path => import(pathToFileURL(`${folder}/node_modules/${path}`)).catch(() => process.exit(77))
const { JSDOM } = await load("jsdom/lib/api.js")
const { window } = new JSDOM("")
Object.assign(globalThis, { window, document: window.document })
const { default: mermaid } = await load("mermaid/dist/mermaid.core.mjs")
const limits = { maxTextSize: 1e7, maxEdges: 1e5 }
mermaid.initialize(limits)
await mermaid.parse(readFileSync(file, "utf8"))
