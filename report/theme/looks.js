// What a picture looks like, in 64 bits, and which published picture is near.
// The method of imagehash's `phash`, as analysis/citation/published.py uses it: the picture in grey on
// 32 x 32 points, the signs of its lowest frequencies against their median. Means over areas stand in
// for the library's resampling; the bits that this moves are within what counts as near.
const SIDE = 32;
const LOW = 8;
const NEAR_BITS = 6;

// The grey values of a picture as means over a grid of SIDE x SIDE areas.
function small({ data, width, height }) {
  const sums = new Float64Array(SIDE * SIDE);
  const counts = new Float64Array(SIDE * SIDE);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * SIDE) / height) * SIDE;
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      const area = row + Math.floor((x * SIDE) / width);
      sums[area] += 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
      counts[area] += 1;
    }
  }
  return sums.map((sum, area) => sum / Math.max(counts[area], 1));
}

// The LOW x LOW lowest frequencies of a grid (discrete cosine transform, type II).
function frequencies(grid) {
  const wave = (k, n) => Math.cos((Math.PI * k * (2 * n + 1)) / (2 * SIDE));
  const found = [];
  for (let u = 0; u < LOW; u++) {
    for (let v = 0; v < LOW; v++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) {
        for (let x = 0; x < SIDE; x++) sum += grid[y * SIDE + x] * wave(u, y) * wave(v, x);
      }
      found.push(sum);
    }
  }
  return found;
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

async function pixels(file) {
  const image = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.fillRect(0, 0, image.width, image.height);
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

// The perceptual hash of a picture as hexadecimal digits; empty if it cannot be decoded.
export async function look(file) {
  try {
    const low = frequencies(small(await pixels(file)));
    const middle = median(low);
    const bits = low.map((value) => (value > middle ? "1" : "0")).join("");
    return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
  } catch {
    return "";
  }
}

function distance(one, other) {
  const bits = (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2);
  return bits.replaceAll("0", "").length;
}

// The published picture that looks most like one of this hash, if any is near.
export function nearest(seen, files) {
  const near = files
    .filter((file) => file.look)
    .map((file) => [distance(seen, file.look), file])
    .filter(([bits]) => bits <= NEAR_BITS)
    .sort(([one], [other]) => one - other);
  return near.length ? near[0][1] : null;
}
