/** The two containers of icons, both of which hold PNG files as they are. */

/**
 * A Windows icon. Format: ICONDIR, then an ICONDIRENTRY a picture, then the pictures
 * (https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)); PNG inside since Windows Vista.
 * @param {readonly { size: number, png: Buffer }[]} pictures at most 256 pixels wide
 */
export function ico(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index;
    // 0 stands for 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** Types of an Apple icon's pictures by their size in pixels: that of a plain display, and that of a fine one. */
const ICNS_TYPES = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/**
 * An Apple icon. Format: `icns`, the length of all, then type, length and picture in turn, big endian
 * (https://en.wikipedia.org/wiki/Apple_Icon_Image_format); PNG inside since OS X 10.7.
 * @param {readonly { size: number, png: Buffer }[]} pictures
 */
export function icns(pictures) {
  const chunk = (type, data) => {
    const header = Buffer.alloc(8);
    header.write(type, 'ascii');
    header.writeUInt32BE(header.length + data.length, 4);
    return Buffer.concat([header, data]);
  };
  const chunks = pictures.flatMap(({ size, png }) =>
    (ICNS_TYPES[size] ?? []).map((type) => chunk(type, png)),
  );
  return chunk('icns', Buffer.concat(chunks));
}
