namespace Microsoft.ML.Runtime;

/// <summary>A channel on which a component says how far it is.</summary>
public interface IProgressChannel : IProgressChannelProvider, IDisposable
{
    /// <summary>Says which metrics and units are counted, and how to read them when someone asks.</summary>
    void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction);

    /// <summary>Reports metrics, then units, in the order of the header.</summary>
    void Checkpoint(params double?[] values);
}
