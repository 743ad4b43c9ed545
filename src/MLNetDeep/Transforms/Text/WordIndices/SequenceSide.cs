namespace MLNetDeep.Transforms;

/// <summary>A side of a sequence.</summary>
public enum SequenceSide
{
    /// <summary>The start, before the first word.</summary>
    Start = 0,

    /// <summary>The end, after the last word.</summary>
    End = 1,
}
