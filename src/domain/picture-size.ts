/** What a picture is and how large it is, read from its first bytes; undefined for what mail programs do not show everywhere. */
export type PictureKind = { type: 'image/png' | 'image/jpeg' | 'image/gif'; ending: 'png' | 'jpg' | 'gif'; width: number; height: number }

export function readPicture(bytes: Uint8Array): PictureKind | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = readPng(view) ?? readGif(view) ?? readJpeg(view)
  return found && found.width > 0 && found.height > 0 ? found : undefined
}

function readPng(view: DataView): PictureKind | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) return undefined
  return { type: 'image/png', ending: 'png', width: view.getUint32(16), height: view.getUint32(20) }
}

function readGif(view: DataView): PictureKind | undefined {
  if (view.byteLength < 10 || view.getUint32(0) !== 0x47494638) return undefined
  return { type: 'image/gif', ending: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

/** Walks from marker to marker to the frame header, which holds the size (ITU-T T.81, B.2.2). */
function readJpeg(view: DataView): PictureKind | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (FRAMES.test(marker.toString(16)))
      return { type: 'image/jpeg', ending: 'jpg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

const FRAMES = /^c[0-35-79-bd-f]$/
