// Asks the server for predictions: one request at a time, and always for the latest picture.

const SHORTEST_PAUSE = 60;

export class Predictor {
  #show;
  #fail;
  #wanted = null;
  #version = 0;
  #busy = false;

  /**
   * @param show called with the prediction for the latest picture
   * @param fail called with a sentence, or '' when all is well again
   */
  constructor(show, fail) {
    this.#show = show;
    this.#fail = fail;
  }

  /** Asks for the prediction of a picture; null to forget those that were asked for. */
  ask(pixels) {
    this.#version++;
    this.#wanted = pixels;
    this.#run();
  }

  async #run() {
    if (this.#busy) {
      return;
    }

    this.#busy = true;
    while (this.#wanted) {
      const [pixels, version] = [this.#wanted, this.#version];
      this.#wanted = null;
      const wait = await this.#send(pixels, version);
      if (wait > 0 && version === this.#version) {
        this.#wanted = pixels;
      }

      await new Promise(resume => setTimeout(resume, Math.max(wait, SHORTEST_PAUSE)));
    }

    this.#busy = false;
  }

  // Returns the milliseconds after which to ask again; 0 if there is an answer, or asking again does not help.
  async #send(pixels, version) {
    try {
      const response = await fetch('predict', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ pixels, activations: true }),
      });
      const body = await response.json();
      if (response.ok) {
        this.#fail('');
        if (version === this.#version) {
          this.#show(body);
        }

        return 0;
      }

      // While the network is being trained, the page says so elsewhere.
      const training = response.status === 503 && response.headers.has('Retry-After');
      this.#fail(training ? '' : body.detail ?? body.title);
      return training || response.status === 429 ? 1000 : 0;
    } catch {
      this.#fail('The server does not answer.');
      return 1000;
    }
  }
}
