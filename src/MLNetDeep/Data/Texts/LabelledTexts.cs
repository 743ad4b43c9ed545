namespace MLNetDeep.Data;

/// <summary>Base class of readers of labelled texts in files.</summary>
internal abstract class LabelledTexts
{
    /// <summary>The number of texts; null if it is unknown until all texts are read.</summary>
    public abstract long? Count { get; }

    /// <summary>Reads the texts lazily, from the first one.</summary>
    /// <param name="withTexts">Whether the texts are needed. If false, they may be empty.</param>
    public abstract IEnumerable<LabelledText> Read(bool withTexts);
}
