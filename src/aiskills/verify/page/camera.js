// Square codes by camera or in a photograph: only where the browser itself can read them (BarcodeDetector).
async function codeReader() {
  try {
    const formats = await globalThis.BarcodeDetector?.getSupportedFormats();
    return formats?.includes("qr_code") ? new globalThis.BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

async function hasCamera() {
  try {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.some(({ kind }) => kind === "videoinput");
  } catch {
    return false;
  }
}

// The texts of all square codes in a picture; none where the bytes are no picture.
async function codesInPicture(reader, data) {
  try {
    const picture = await createImageBitmap(new Blob([data]));
    return (await reader.detect(picture)).map(({ rawValue }) => rawValue);
  } catch {
    return [];
  }
}

// Show the camera in `video` until a code is seen: its text, or null where `stopped()` says that the person has enough.
async function scan(reader, video, stopped) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    // Not awaited: a camera that shows nothing must still be stopped by its button.
    video.play().catch(() => {});
    while (!stopped()) {
      const [code] = video.readyState >= video.HAVE_CURRENT_DATA ? await reader.detect(video) : [];
      if (code?.rawValue) return code.rawValue;
      await new Promise((next) => setTimeout(next, 150));
    }
    return null;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  }
}
