namespace Microsoft.ML.Runtime;

/// <summary>A progress channel to which nobody listens: an MLContext gives no way to. It checks what is reported.</summary>
internal sealed class ProgressChannel : IProgressChannel
{
    private ProgressHeader _header = new();
    private bool _disposed;

    public IProgressChannel StartProgressChannel(string name) => new ProgressChannel();

    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
        ArgumentNullException.ThrowIfNull(header);
        _header = header;
    }

    public void Checkpoint(params double?[] values)
    {
        if (_disposed)
            throw new InvalidOperationException("Progress was reported on a channel that is closed.");
        int most = _header.MetricNames.Count + (2 * _header.UnitNames.Count);
        if ((values?.Length ?? 0) > most)
            throw new InvalidOperationException($"The header allows for {most} values, but {values!.Length} were reported.");
    }

    public void Dispose() => _disposed = true;
}
