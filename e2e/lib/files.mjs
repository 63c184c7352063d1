// Files to send: a real photo, and others that must be refused.
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// photo draws a JPEG in the browser: a cracked lamp base, more or less.
export async function photo(world, person, { width = 1200, height = 900, name = '台灯底座.jpg' } = {}) {
  const page = await person.context.newPage();
  const data = await page.evaluate(draw, { width, height });
  await page.close();
  const path = join(world.server.data, name);
  await writeFile(path, Buffer.from(data.split(',')[1], 'base64'));
  return path;
}

function draw({ width, height }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const c = canvas.getContext('2d');
  const ground = c.createLinearGradient(0, 0, 0, height);
  ground.addColorStop(0, '#efe6da');
  ground.addColorStop(1, '#cdb79d');
  c.fillStyle = ground;
  c.fillRect(0, 0, width, height);
  c.fillStyle = '#7a5a43';
  c.fillRect(width * 0.48, height * 0.1, width * 0.04, height * 0.5);
  c.fillStyle = '#f6c987';
  c.beginPath();
  c.moveTo(width * 0.36, height * 0.34);
  c.lineTo(width * 0.44, height * 0.08);
  c.lineTo(width * 0.56, height * 0.08);
  c.lineTo(width * 0.64, height * 0.34);
  c.fill();
  c.fillStyle = '#8d6a50';
  c.beginPath();
  c.ellipse(width / 2, height * 0.7, width * 0.24, height * 0.16, 0, 0, 7);
  c.fill();
  c.strokeStyle = '#2b1c12';
  c.lineWidth = width / 160;
  c.beginPath();
  c.moveTo(width * 0.42, height * 0.58);
  for (const [x, y] of [[0.46, 0.64], [0.44, 0.7], [0.5, 0.76], [0.48, 0.84]]) c.lineTo(width * x, height * y);
  c.stroke();
  return canvas.toDataURL('image/jpeg', 0.8);
}

// sparse is a file of so many bytes that takes no room.
export async function sparse(world, name, bytes) {
  const path = join(world.server.data, name);
  const file = await open(path, 'w');
  await file.truncate(bytes);
  await file.close();
  return path;
}
