// Draws with mouse, pen and finger. Other fingers are ignored while one draws.

export function drawWithPointer(canvas, drawing) {
  let active = null;

  const pointOf = event => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };

  canvas.addEventListener('pointerdown', event => {
    if (active === null && event.button === 0) {
      active = event.pointerId;
      canvas.setPointerCapture(active);
      drawing.pen = null;
      drawing.begin(pointOf(event));
    }
  });
  canvas.addEventListener('pointermove', event => {
    if (event.pointerId === active) {
      // The browser joins the moves of one frame into one event; the digit needs them all.
      const events = event.getCoalescedEvents?.() ?? [];
      drawing.extend((events.length > 0 ? events : [event]).map(pointOf));
    }
  });
  for (const type of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(type, event => {
      if (event.pointerId === active) {
        active = null;
      }
    });
  }
}
