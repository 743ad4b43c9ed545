namespace MLNetDeep.Neural;

/// <summary>The kind of values in a <see cref="FeatureMatrix"/>.</summary>
public enum FeatureKind
{
    /// <summary>Numbers to compute with, such as pixels or measurements.</summary>
    Numbers,

    /// <summary>Indices of table entries, such as the words of a text. An embedding layer looks them up.</summary>
    Indices,
}
