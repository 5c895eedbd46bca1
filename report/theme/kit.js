// Packs what an article needs of a figure or table into one ZIP file: the files beside this page, and the
// words on it. Nothing is compressed; the format is PKWARE's APPNOTE 6.3, sections 4.3.7 to 4.3.16.
(function () {
  "use strict";

  const DAY = (1 << 5) | 1; // 1 January 1980, as the format begins: the same files give the same bytes
  const UTF8 = 1 << 11; // names are UTF-8
  const encoded = (text) => new TextEncoder().encode(text);
  const words = (id) => document.getElementById(id)?.textContent;

  function crc32(bytes) {
    let sum = -1;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  }

  // Numbers of two and four bytes in a row, least byte first: [size, number] each.
  function numbers(...pairs) {
    const bytes = [];
    for (const [size, number] of pairs) {
      for (let at = 0; at < size; at++) bytes.push((number >>> (8 * at)) & 255);
    }
    return Uint8Array.from(bytes);
  }

  // What both headers of a file say: version, flags, method, time, day, sum, sizes, length of its name.
  function described(file) {
    const { sum, bytes, name } = file;
    return [[2, 20], [2, UTF8], [2, 0], [2, 0], [2, DAY], [4, sum], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];
  }

  function zip(entries) {
    const parts = [];
    const directory = [];
    let at = 0;
    for (const [path, bytes] of entries) {
      const file = { name: encoded(path), bytes, sum: crc32(bytes) };
      const head = numbers([4, 0x04034b50], ...described(file));
      directory.push(numbers([4, 0x02014b50], [2, 20], ...described(file), [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), file.name);
      parts.push(head, file.name, bytes);
      at += head.length + file.name.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const count = entries.length;
    const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0]);
    return new Blob([...parts, ...directory, end], { type: "application/zip" });
  }

  // The words of the page as files: description, credit line, citations, embed code.
  function texts(record) {
    const citations = [...document.querySelectorAll("#cite [data-copy]:not([data-copy='cite-line'])")].map((button) => {
      const heading = button.parentElement.querySelector("h3").textContent;
      return `${heading}\n${words(button.dataset.copy)}`;
    });
    return {
      "alt.txt": record.alt,
      "credit.txt": words("cite-line"),
      "citations.txt": citations.join("\n\n"),
      "embed.txt": words("embed-live"),
    };
  }

  function readme(record, names) {
    const licence = document.querySelector("a[rel=license]");
    const lines = [record.title, record.subtitle, "", record.note, "", words("cite-line"), "", "In this folder:"];
    const about = [`Newest version: ${location.href.split("#")[0]}`, `Licence: ${licence?.textContent}, ${licence?.href}`];
    return [...lines, ...names.map((name) => `  ${name}`), "", ...about, ""].join("\n");
  }

  async function fetched(name) {
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(answer.statusText);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async function packed(id, names) {
    const beside = await Promise.all(names.map(fetched));
    const files = new Map(names.map((name, place) => [name, beside[place]]));
    const record = JSON.parse(new TextDecoder().decode(files.get(`${id}.json`)));
    for (const [name, text] of Object.entries(texts(record))) files.set(name, encoded(text));
    files.set("README.txt", encoded(readme(record, [...files.keys(), "README.txt"])));
    return zip([...files].map(([name, bytes]) => [`${id}/${name}`, bytes]));
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  const button = document.querySelector("button[data-kit]");
  if (!button || location.protocol === "file:") return;
  const said = document.querySelector(".kit-said");
  button.hidden = false;
  said.textContent = "";
  button.addEventListener("click", async () => {
    const { kit, files } = button.dataset;
    said.textContent = "Packing…";
    try {
      save(await packed(kit, files.split(" ")), `${kit}.zip`);
      said.textContent = `${kit}.zip was saved.`;
    } catch {
      said.textContent = "A file did not load. The links below lead to each.";
    }
  });
})();
