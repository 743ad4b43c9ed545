// Receives the runs from the server and shows one of them.

import { Chart } from "./chart.js";
import { count, duration, metricName, metrics, number, rate } from "./format.js";

const stateNames = {
  running: "Running",
  stopping: "Stopping after this batch",
  ended: "Ended",
  stopped: "Stopped",
  diverged: "Diverged",
  failed: "Failed",
};

// Milliseconds from a message to its picture.
const drawDelay = 30;

const token = document.querySelector("meta[name=token]").content;
const pageTitle = document.title;
const runs = new Map();
const charts = createCharts();
let shownRun = null;
let followsNewest = true;
let isConnected = false;
let isDrawing = false;

const find = (id) => document.getElementById(id);

find("state").hidden = false;
tell("Connecting to the program.");
const source = new EventSource("events");
source.addEventListener("begin", () => {
  // All runs follow.
  isConnected = true;
  runs.clear();
  tell("");
});
source.addEventListener("run", (event) => receive(JSON.parse(event.data)));
source.addEventListener("end", () => {
  source.close();
  isConnected = false;
  tell("The program has closed this page. What you see is its last state.");
});
source.addEventListener("error", () => {
  isConnected = false;
  tell("The program cannot be reached: it may have ended. What you see is the last state that it sent.");
});

find("run").addEventListener("change", (event) => {
  shownRun = Number(event.target.value);
  followsNewest = shownRun === Math.max(...runs.keys());
  draw();
});
find("log").addEventListener("change", draw);
find("epochs").addEventListener("toggle", draw);
find("stop").addEventListener("click", () => request("stop"));
find("save").addEventListener("click", () => request("save"));
setInterval(showTimes, 250);

function receive(message) {
  const run = runs.get(message.run) ?? { epochs: [], points: [] };
  runs.set(message.run, run);
  const { epochSeries, pointSeries, ...values } = message;
  if (epochSeries) {
    run.epochs.splice(epochSeries.from, Infinity, ...epochSeries.items);
  }
  if (pointSeries) {
    run.points.splice(pointSeries.from, Infinity, ...pointSeries.items);
  }
  // What a message leaves out has no value any more, but for what only the first one has.
  const { summary, options } = run.now ?? {};
  run.now = { summary, options, ...values };
  run.receivedAt = performance.now();
  if (followsNewest || !runs.has(shownRun)) {
    shownRun = Math.max(...runs.keys());
  }
  draw();
}

// Draws once, however many messages come. An animation frame would not come while the tab is hidden, but its title shows the progress.
function draw() {
  if (!isDrawing) {
    isDrawing = true;
    setTimeout(() => {
      isDrawing = false;
      if (runs.has(shownRun)) {
        show(runs.get(shownRun));
      }
    }, drawDelay);
  }
}

function show(run) {
  const now = run.now;
  for (const id of ["run-now", "curves", "tables"]) {
    find(id).hidden = false;
  }
  showRuns();
  setText("state", stateNames[now.state]);
  find("state").dataset.state = now.state;
  showNote("message", now.message, now.state === "failed" || now.state === "diverged");
  const ofBatches = now.batchesPerEpoch > 0 ? ` of ${count(now.batchesPerEpoch)}` : "";
  setText("position", `Epoch ${count(now.epoch)} of ${count(now.epochs)}, batch ${count(now.batch)}${ofBatches}`);
  showProgress(now);
  setText("batches-per-second", rate(now.batchesPerSecond));
  setText("rows-per-second", rate(now.rowsPerSecond));
  setText("learning-rate", number(now.learningRate));
  setText("loss", number(now.loss));
  setText("best", now.best ? `${now.best.epoch} (${metricName(now.best.metric).toLowerCase()} ${number(now.best.value)})` : "–");
  setText("answer", now.saveMessage ?? run.answer ?? "");
  showButtons(now);
  showTimes();
  showCharts(run);
  showTable(run);
  showNetwork(now);
}

function showRuns() {
  const numbers = [...runs.keys()].sort((a, b) => a - b);
  find("runs").hidden = numbers.length < 2;
  const select = find("run");
  const texts = numbers.map((value) => `${value}: ${stateNames[runs.get(value).now.state].toLowerCase()}`);
  if (select.dataset.texts !== texts.join()) {
    select.dataset.texts = texts.join();
    select.replaceChildren(...numbers.map((value, i) => new Option(texts[i], value)));
  }
  select.value = shownRun;
}

function showProgress(now) {
  const progress = find("progress");
  if (now.done === undefined) {
    progress.removeAttribute("value");
  } else {
    progress.value = now.done;
  }
  const isRunning = now.state === "running" || now.state === "stopping";
  const status = isRunning && now.done !== undefined ? `${Math.floor(100 * now.done)}%` : stateNames[now.state];
  const title = `${status} – ${pageTitle}`;
  if (document.title !== title) {
    document.title = title;
  }
}

// Counts on between two messages.
function showTimes() {
  const run = runs.get(shownRun);
  if (!run) {
    return;
  }
  const { state, elapsed, remaining, mayEndEarly } = run.now;
  const isRunning = isConnected && (state === "running" || state === "stopping");
  const since = isRunning ? (performance.now() - run.receivedAt) / 1000 : 0;
  setText("elapsed", duration(elapsed + since));
  const left = remaining === undefined ? "unknown" : `${mayEndEarly ? "at most " : ""}${duration(Math.max(0, remaining - since))}`;
  setText("remaining", state === "running" ? left : "–");
}

function showButtons(now) {
  const stop = "Stop ends the training after the current batch.";
  const save = "Save writes the current weights to a file. When the run ends, the run's best weights replace them in that file.";
  setText("hint", now.canSave ? `${stop} ${save}` : stop);
  const isTraining = isConnected && now.state === "running";
  find("stop").setAttribute("aria-disabled", String(!isTraining));
  find("save").hidden = !now.canSave;
  find("save").setAttribute("aria-disabled", String(!(isTraining || (isConnected && now.state === "stopping"))));
}

function showCharts(run) {
  const epochs = allEpochs(run);
  const toEpoch = epochScale(run, epochs);
  const batches = run.points.filter((point) => point[1] !== undefined && point[1] !== null);
  const at = (batch) => `Batch ${count(batch)}`;
  const best = run.now.best;
  for (const metric of metrics) {
    const training = points(epochs, metric);
    const validation = points(epochs, `Validation${metric}`);
    const isLoss = metric === "Loss";
    const curves = [
      { kind: "batches", points: isLoss ? batches.map(([batch, loss]) => [toEpoch(batch), loss, at(batch)]) : [] },
      { kind: "training", points: training },
      { kind: "validation", points: validation },
    ];
    const isKept = best && best.metric.replace("Validation", "") === metric;
    const kept = isKept ? [...training, ...validation].find((point) => point[3] === best.epoch && point[1] === best.value) : undefined;
    charts.get(metric).update(curves, { logarithmic: isLoss && find("log").checked, kept });
  }
  charts.get("LearningRate").update(
    [{ kind: "training", points: run.points.map(([batch, , learningRate]) => [toEpoch(batch), learningRate, at(batch)]) }]);
}

// Charts without curves are hidden.
function createCharts() {
  const created = new Map(metrics.map((metric) => [metric, new Chart(metricName(metric), {
    batches: "Training, batches", training: "Training", validation: "Validation", kept: "Best epoch",
  })]));
  created.set("LearningRate", new Chart("Learning rate", { training: "Learning rate" }));
  document.getElementById("charts").append(...[...created.values()].map((chart) => chart.figure));
  return created;
}

// The series, and the last epoch, which is missing there if the series is thinned.
function allEpochs(run) {
  const last = run.now.lastEpoch;
  return last && run.epochs.at(-1)?.epoch !== last.epoch ? [...run.epochs, last] : run.epochs;
}

function points(epochs, metric) {
  return epochs.filter((epoch) => metric in epoch.values)
    .map((epoch) => [epoch.epoch, epoch.values[metric], `Epoch ${epoch.epoch}`, epoch.epoch]);
}

// Returns the function from a number of batches to a number of epochs, such as 2.5 in the middle of the third.
function epochScale(run, epochs) {
  const ends = [{ epoch: 0, batch: 0 }, ...epochs.filter((epoch) => !epoch.isPartial)];
  const last = ends.at(-1);
  const lastPoint = run.points.at(-1)?.[0] ?? 1;
  const perEpoch = run.now.batchesPerEpoch || Math.max(1, lastPoint - last.batch);
  let i = 1;
  return (batch) => {
    if (batch > last.batch || ends.length === 1) {
      return last.epoch + ((batch - last.batch) / perEpoch);
    }
    i = batch <= ends[i - 1].batch ? 1 : i;
    while (ends[i].batch < batch) {
      i++;
    }
    const [from, to] = [ends[i - 1], ends[i]];
    return from.epoch + ((to.epoch - from.epoch) * (batch - from.batch) / (to.batch - from.batch));
  };
}

function showTable(run) {
  if (!find("epochs").open) {
    return;
  }
  const epochs = allEpochs(run);
  const columns = metrics.flatMap((metric) => [metric, `Validation${metric}`])
    .filter((metric) => epochs.some((epoch) => metric in epoch.values));
  const heads = ["Epoch", ...columns.map(metricName), "Learning rate", "Seconds"];
  const rows = epochs.toReversed().map((epoch) => [
    `${epoch.epoch}${epoch.isPartial ? " (part)" : ""}`,
    ...columns.map((metric) => number(epoch.values[metric])),
    number(epoch.learningRate),
    number(epoch.seconds),
  ]);
  const table = find("epoch-table");
  const head = table.createTHead();
  head.replaceChildren(row("th", heads, "col"));
  const body = table.tBodies[0] ?? table.createTBody();
  body.replaceChildren(...rows.map((cells) => row("td", cells)));
}

function row(name, texts, scope) {
  const line = document.createElement("tr");
  line.append(...texts.map((text) => {
    const cell = document.createElement(name);
    cell.textContent = text;
    if (scope) {
      cell.scope = scope;
    }
    return cell;
  }));
  return line;
}

function showNetwork(now) {
  if (find("summary").textContent !== now.summary) {
    setText("summary", now.summary);
    find("options").replaceChildren(...now.options.map(([name, value]) => {
      const pair = document.createElement("div");
      const [term, description] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      description.textContent = value;
      pair.append(term, description);
      return pair;
    }));
  }
}

async function request(action) {
  if (find(action).getAttribute("aria-disabled") === "true") {
    return;
  }
  const run = runs.get(shownRun);
  try {
    const response = await fetch(`runs/${shownRun}/${action}`, { method: "POST", headers: { "X-Dashboard-Token": token } });
    run.answer = await response.text();
  } catch {
    run.answer = "The program cannot be reached.";
  }
  draw();
}

function tell(text) {
  showNote("connection", text, false);
  draw();
}

function showNote(id, text, isBad) {
  const note = find(id);
  note.hidden = !text;
  note.classList.toggle("bad", isBad);
  setText(id, text ?? "");
}

// Leaves an element alone whose text is the same, so that screen readers do not read it again.
function setText(id, text) {
  const element = find(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
