// Reads the stamps of SVG, PNG, PDF and CSV files and hashes what the files show.
// Mirrors analysis/citation/stamp_formats.py and content.py. Pixels are decoded here and not by a canvas:
// some browsers blur what a canvas gives back, so that a genuine picture would look altered.
import { number } from "./changes.js";
import { look } from "./looks.js";

const FORMAT = "coordination-versus-capacity/stamp/1";
const CONTENT = ["id", "kind", "title", "subtitle", "sources", "columns", "rows"];
const CONTEXT = ["data_version", "as_of", "address", "frozen_address", "content_hash"];
const KEYWORD = "Coordination versus capacity";
const XML_DECLARATION = /^\s*<\?xml\b[^>]*\?>/;
const METADATA = /<metadata id="provenance">[^]*?<\/metadata>/;
const SVG_NAMES = "http://www.w3.org/2000/svg";
const STAMP_NAMES = "urn:coordination-versus-capacity:stamp";
const XML_BLANKS = /^[ \t\r\n]*$/;
const PDF_STREAM = /\/EmbeddedFile\b[^]*?stream\r?\n([^]*?)\r?\nendstream/g;
const CHANNELS = { 2: 3, 6: 4 }; // colour type of a PNG -> bytes a pixel: RGB, RGBA
const utf8 = (bytes) => new TextDecoder().decode(bytes); // without a byte order mark
const plain = (bytes) => utf8(bytes).replaceAll("\r\n", "\n");
const encoded = (text) => new TextEncoder().encode(text);

// What this page cannot decide; the command line can.
export class Undecided extends Error {}

async function hash(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The stamp in a text; "damaged" if it is one that cannot be read; null if it is none.
function parsed(text) {
  if (!text.includes(FORMAT)) return null;
  try {
    const stamp = JSON.parse(text);
    const isWhole = [...CONTENT, ...CONTEXT].every((part) => part in stamp);
    const isList = ["sources", "columns", "rows"].every((part) => Array.isArray(stamp[part]));
    return stamp.stamp === FORMAT && isWhole && isList ? stamp : "damaged";
  } catch {
    return "damaged";
  }
}

// A JSON value in the one form that is hashed: keys sorted, no blanks, numbers as Python writes them.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "number") return number(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// Whether the numbers in a stamp are those that its own hash was made from.
export async function isConsistent(stamp) {
  const content = Object.fromEntries(CONTENT.map((part) => [part, stamp[part]]));
  return (await hash(encoded(canonical(content)))) === stamp.content_hash;
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function* chunks(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    yield [latin1(bytes.subarray(at + 4, at + 8)), bytes.subarray(at + 8, at + 8 + length)];
    at += 12 + length;
  }
}

// A text chunk of a PNG as [keyword, text] (PNG specification, third edition, section 11.3.3).
async function pngText(kind, data) {
  const end = data.indexOf(0);
  const keyword = latin1(data.subarray(0, Math.max(end, 0)));
  const rest = data.subarray(end + 1);
  if (kind === "tEXt") return [keyword, latin1(rest)];
  if (kind === "zTXt") return [keyword, latin1(await inflated(rest.subarray(1)))];
  const language = rest.indexOf(0, 2);
  const text = rest.subarray(rest.indexOf(0, language + 1) + 1);
  return [keyword, utf8(rest[0] ? await inflated(text) : text)];
}

async function pngStamp(bytes) {
  for (const [kind, data] of chunks(bytes)) {
    if (!["tEXt", "zTXt", "iTXt"].includes(kind)) continue;
    const [keyword, text] = await pngText(kind, data).catch(() => ["", ""]);
    if (keyword === KEYWORD) return parsed(text);
  }
  return null;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

// Takes the filters off the rows (PNG specification, third edition, section 9).
function unfiltered(data, width, height, channels) {
  const stride = width * channels;
  if (data.length < height * (stride + 1)) throw new Error("cut off");
  const rows = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < channels ? 0 : rows[at - channels];
      const up = y ? rows[at - stride] : 0;
      const corner = y && x >= channels ? rows[at - stride - channels] : 0;
      const added = [0, left, up, (left + up) >> 1][filter] ?? paeth(left, up, corner);
      rows[at] = data[y * (stride + 1) + 1 + x] + added;
    }
  }
  return rows;
}

// The hash of a PNG's size and pixels as eight-bit RGBA; null if they cannot be decoded any more.
async function pngHash(bytes) {
  if (bytes.length < 29) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset + 16, 13);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  const channels = CHANNELS[header.getUint8(9)];
  if (header.getUint8(8) !== 8 || !channels || header.getUint8(12)) throw new Undecided();
  const packed = [...chunks(bytes)].filter(([kind]) => kind === "IDAT").map(([, data]) => data);
  try {
    const data = await inflated(new Uint8Array(await new Blob(packed).arrayBuffer()));
    const rows = unfiltered(data, width, height, channels);
    const size = encoded(`${width}x${height}\n`);
    const all = new Uint8Array(size.length + width * height * 4).fill(255);
    all.set(size);
    for (let pixel = 0; pixel < width * height; pixel++) {
      const colour = rows.subarray(pixel * channels, (pixel + 1) * channels);
      all.set(colour, size.length + pixel * 4);
    }
    return await hash(all);
  } catch {
    return null;
  }
}

async function pdfStamps(bytes) {
  const found = [];
  for (const [, stream] of latin1(bytes).matchAll(PDF_STREAM)) {
    const raw = Uint8Array.from(stream, (sign) => sign.charCodeAt(0));
    const stamp = parsed(utf8(await inflated(raw).catch(() => raw)));
    if (stamp) found.push(stamp);
  }
  return found;
}

// Bytes as characters of the same number; the decoder of that name gives others from 128 to 159.
function latin1(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

function isProvenance(element) {
  return (
    element.namespaceURI === SVG_NAMES &&
    element.localName === "metadata" &&
    element.getAttribute("id") === "provenance"
  );
}

// The name of an element or attribute with its namespace, as Python's library writes it.
function named(node) {
  return node.namespaceURI ? `{${node.namespaceURI}}${node.localName}` : node.localName;
}

// Name, sorted attributes and content of an element; the metadata of a stamp left out.
function form(element) {
  const content = [];
  let text = "";
  const told = () => {
    if (!XML_BLANKS.test(text)) content.push(text);
    text = "";
  };
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE || child.nodeType === Node.CDATA_SECTION_NODE) {
      text += child.data;
    } else if (child.nodeType === Node.ELEMENT_NODE && !isProvenance(child)) {
      told();
      content.push(form(child));
    }
  }
  told();
  const attributes = [...element.attributes]
    .filter((one) => one.namespaceURI !== "http://www.w3.org/2000/xmlns/")
    .map((one) => [named(one), one.value])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return [named(element), attributes, content];
}

// What an SVG shows in today's form and in that of data version 0.2.0, and its stamp.
async function svgSeen(bytes) {
  const text = plain(bytes);
  const bare = text.replace(XML_DECLARATION, "").replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  const root = new DOMParser().parseFromString(bare, "application/xml").documentElement;
  const older = await hash(encoded(bare.replace(METADATA, "")));
  if (root.localName !== "svg") return { kind: "svg", content: null, older: [], stamps: [] };
  const metadata = [...root.getElementsByTagNameNS(SVG_NAMES, "metadata")].find(isProvenance);
  const payload = metadata?.getElementsByTagNameNS(STAMP_NAMES, "stamp")[0];
  const stamp = payload ? parsed(payload.textContent) : null;
  const content = await hash(encoded(JSON.stringify(form(root))));
  return { kind: "svg", content, older: [older], stamps: stamp ? [stamp] : [] };
}

function packageStamp(text, name) {
  try {
    const described = JSON.parse(text);
    const isHere = described.resources.some((resource) => resource.path === name);
    return isHere ? parsed(JSON.stringify(described.stamp)) : null;
  } catch {
    return null;
  }
}

// What a file is: its kind, the hash of what it shows (of a PDF, of its bytes), and its stamps.
// `packages` are the texts of the Data Packages that came with the files.
export async function seenIn(file, packages) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (latin1(bytes.subarray(0, 8)) === "\x89PNG\r\n\x1a\n") {
    const stamp = await pngStamp(bytes);
    const content = await pngHash(bytes);
    const seen = { kind: "png", content, older: [], stamps: stamp ? [stamp] : [] };
    return stamp ? seen : { ...seen, look: await look(file) };
  }
  if (latin1(bytes.subarray(0, 5)) === "%PDF-") {
    return { kind: "pdf", content: await hash(bytes), older: [], stamps: await pdfStamps(bytes) };
  }
  if (/\.csv$/i.test(file.name)) {
    const stamp = packages.map((text) => packageStamp(text, file.name)).find(Boolean);
    const table = plain(bytes).replace(/\n+$/, "");
    const content = await hash(encoded(`${table}\n`));
    return { kind: "csv", content, older: [], stamps: stamp ? [stamp] : [] };
  }
  return svgSeen(bytes);
}
