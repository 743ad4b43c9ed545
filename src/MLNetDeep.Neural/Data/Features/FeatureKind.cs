namespace MLNetDeep.Neural;

/// <summary>What the values of a <see cref="FeatureMatrix"/> are.</summary>
public enum FeatureKind
{
    /// <summary>Numbers to compute with, such as pixels or measurements.</summary>
    Numbers,

    /// <summary>Indices into a table, such as the words of a text; an embedding layer looks them up.</summary>
    Indices,
}
