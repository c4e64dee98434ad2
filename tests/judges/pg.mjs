// Reads a PG file with the parser of npm's `pgraphs` and prints how many nodes and edges it finds.
//
//     node pg.mjs FOLDER_WITH_NODE_MODULES FILE

import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [folder, file] = process.argv.slice(2)
const parser = `${folder}/node_modules/pgraphs/src/parser/pg.js`
const { parse } = await import(pathToFileURL(parser)).catch(() => process.exit(77))
const { nodes, edges } = parse(readFileSync(file, "utf8"))
console.log(nodes.length, edges.length)
