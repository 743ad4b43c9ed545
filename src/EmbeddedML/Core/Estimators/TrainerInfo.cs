namespace Microsoft.ML;

/// <summary>What a trainer gains from how its data are prepared.</summary>
public sealed class TrainerInfo
{
    internal TrainerInfo(bool normalization = true, bool caching = true)
    {
        NeedNormalization = normalization;
        WantCaching = caching;
    }

    /// <summary>Whether the features should be normalized.</summary>
    public bool NeedNormalization { get; }

    /// <summary>Whether the data are read more than once, so that caching them saves time.</summary>
    public bool WantCaching { get; }
}
