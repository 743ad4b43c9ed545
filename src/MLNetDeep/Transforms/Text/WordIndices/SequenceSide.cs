namespace MLNetDeep.Transforms;

/// <summary>An end of a sequence.</summary>
public enum SequenceSide
{
    /// <summary>Before the first word.</summary>
    Start = 0,

    /// <summary>After the last word.</summary>
    End = 1,
}
