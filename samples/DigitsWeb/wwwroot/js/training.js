// Shows the progress of the training, which the server sends until the model is ready.

export function followTraining(ready) {
  const [panel, title, bar, text] = ['training', 'training-title', 'training-bar', 'training-text'].map(id => document.getElementById(id));
  const source = new EventSource('training');
  source.addEventListener('model', event => {
    const update = JSON.parse(event.data);
    panel.hidden = update.state === 'ready' || update.state === 'loading';
    bar.value = update.progress;
    if (update.state === 'training') {
      text.textContent = `Pass ${update.epoch} of ${update.epochs}: ${percent(update.accuracy)} of the training digits are recognised, `
        + `about ${Math.ceil(update.secondsLeft)} s left. You may already draw.`;
    } else if (update.state === 'failed') {
      title.textContent = 'There is no model';
      text.textContent = update.message;
      bar.hidden = true;
      source.close();
    } else if (update.state === 'ready') {
      source.close();
      ready();
    }
  });
}

function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}
