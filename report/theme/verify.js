// Checks pictures in the browser: reads their stamps, hashes what is seen, asks the catalogue.
(function () {
  "use strict";

  const FORMAT = "coordination-versus-capacity/stamp/1";
  const KEYWORD = "Coordination versus capacity\0\0\0\0\0";
  const METADATA = /<metadata id="provenance">[^]*?<\/metadata>/;
  const PAYLOAD = /<stamp xmlns="urn:coordination-versus-capacity:stamp">(.*?)<\/stamp>/;
  const root = document.body.dataset.root;
  const findings = document.getElementById("findings");
  const input = document.getElementById("verify-files");
  const zone = document.getElementById("drop-zone");

  async function hash(bytes) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function parsed(text) {
    try {
      const stamp = JSON.parse(text);
      return stamp?.stamp === FORMAT ? stamp : null;
    } catch {
      return null;
    }
  }

  function pngStamp(bytes) {
    const view = new DataView(bytes.buffer);
    const latin = new TextDecoder("latin1");
    for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
      if (latin.decode(bytes.subarray(at + 4, at + 8)) !== "iTXt") continue;
      const data = bytes.subarray(at + 8, at + 8 + view.getUint32(at));
      const text = new TextDecoder().decode(data);
      if (text.startsWith(KEYWORD)) return parsed(text.slice(KEYWORD.length));
    }
    return null;
  }

  // The same as on the command line: size and RGBA pixels.
  async function pngHash(file) {
    const options = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
    const image = await createImageBitmap(file, options);
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, image.width, image.height).data;
    const size = new TextEncoder().encode(`${image.width}x${image.height}\n`);
    const all = new Uint8Array(size.length + pixels.length);
    all.set(size);
    all.set(pixels, size.length);
    return hash(all);
  }

  async function read(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes[0] === 0x89 && bytes[1] === 0x50) {
      const stamp = pngStamp(bytes);
      return [stamp, stamp && (await pngHash(file).catch(() => null))];
    }
    const text = new TextDecoder().decode(bytes);
    const payload = text.match(METADATA)?.[0].match(PAYLOAD);
    const stamp = payload ? parsed(payload[1]) : null;
    return [stamp, stamp && (await hash(new TextEncoder().encode(text.replace(METADATA, ""))))];
  }

  async function newest(id) {
    const answer = await fetch(`${root}/exhibits/index.json`);
    const index = await answer.json();
    return [index.data_version, index.exhibits.find((record) => record.id === id)];
  }

  async function judged(file) {
    const [stamp, seen] = await read(file);
    if (!stamp) return ["No stamp: a screenshot or another report's file. Nothing can be said."];
    const version = `data version ${stamp.data_version}`;
    if (seen !== stamp.picture_hash) return [`Altered: not the picture exported with ${version}.`, stamp];
    const [current, record] = await newest(stamp.id);
    if (!record) return [`Genuine, ${version}. The newest version has no ${stamp.id}.`, stamp];
    if (record.content_hash === stamp.content_hash) return [`Genuine and current, ${version}.`, stamp];
    return [`Genuine, ${version}, superseded: data version ${current} says something else.`, stamp];
  }

  function show(name, message, stamp) {
    const entry = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = name;
    entry.append(strong, ` ${message} `);
    if (stamp && /^(fig|tbl)-[a-z0-9-]+$/.test(stamp.id)) {
      const link = document.createElement("a");
      link.href = `${root}/exhibits/${stamp.id}/index.html`;
      link.textContent = stamp.title;
      entry.append(link);
    }
    findings.append(entry);
  }

  async function check(files) {
    findings.replaceChildren();
    for (const file of files) {
      try {
        show(file.name, ...(await judged(file)));
      } catch {
        show(file.name, "This could not be checked here; use the command line.");
      }
    }
  }

  input.disabled = false;
  input.addEventListener("change", () => check(input.files));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    check(event.dataTransfer.files);
  });
})();
