namespace MLNetDeep.Samples;

/// <summary>The web pages that a run makes.</summary>
/// <param name="ReportFile">The HTML file that receives a report of the results; null for none.</param>
/// <param name="IsOpened">Whether the pages are opened in the browser when the run ends.</param>
/// <param name="WeightsFile">
/// The file that receives the best weights of a training that a page shows while it runs; null if no page does.
/// </param>
internal sealed record PageOptions(string? ReportFile = null, bool IsOpened = false, string? WeightsFile = null);
