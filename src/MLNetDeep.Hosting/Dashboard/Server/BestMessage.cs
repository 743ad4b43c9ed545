namespace MLNetDeep.Hosting;

/// <summary>The best epoch for the page; see <see cref="BestEpoch"/>.</summary>
internal sealed record BestMessage(string Metric, int Epoch, double Value);
