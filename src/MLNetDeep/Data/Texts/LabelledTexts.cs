namespace MLNetDeep.Data;

/// <summary>Texts with labels, somewhere in files.</summary>
internal abstract class LabelledTexts
{
    /// <summary>How many there are; null where that is known only after they are read.</summary>
    public abstract long? Count { get; }

    /// <summary>Reads them, each when it is asked for.</summary>
    /// <param name="withTexts">Whether the texts are needed; otherwise they may be empty.</param>
    public abstract IEnumerable<LabelledText> Read(bool withTexts);
}
