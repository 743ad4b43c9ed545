// Numbers, times and names as the page writes them.

const names = {
  Loss: "Loss",
  Accuracy: "Accuracy",
  MeanAbsoluteError: "Mean absolute error",
  TopKAccuracy: "Top-k accuracy",
  Precision: "Precision",
  Recall: "Recall",
  F1Score: "F1 score",
  AreaUnderRocCurve: "Area under the ROC curve",
  RSquared: "R squared",
};

export const metrics = Object.keys(names);

export function metricName(metric) {
  return metric.startsWith("Validation") ? `Validation ${lowerFirst(names[metric.slice(10)])}` : names[metric];
}

/** A number with four significant digits. */
export function number(value) {
  if (value === undefined || value === null) {
    return "–";
  }
  if (value === 0) {
    return "0";
  }
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

/** A whole number with separators, such as 12,345. */
export function count(value) {
  return Math.round(value).toLocaleString("en");
}

/** A rate: whole from 10 on. */
export function rate(value) {
  return value >= 10 ? count(value) : number(Number(value.toPrecision(2)));
}

/** A duration such as 1:02:03, 2:03 or 4.5 s. */
export function duration(seconds) {
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, i) => (i > 0 ? String(part).padStart(2, "0") : String(part))).join(":");
}

function lowerFirst(text) {
  return /^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}
